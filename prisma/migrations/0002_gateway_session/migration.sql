-- CreateTable
CREATE TABLE "gateway_session" (
    "owner" TEXT NOT NULL,
    "shard_count" INTEGER NOT NULL,
    "shard_id" INTEGER NOT NULL,
    "session_id" TEXT NOT NULL,
    "resume_url" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_session_pkey" PRIMARY KEY ("owner","shard_count","shard_id")
);
