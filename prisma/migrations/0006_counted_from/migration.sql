-- CreateTable
CREATE TABLE "counted_from" (
    "guild_id" BIGINT NOT NULL,
    "user_hash" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "counted_from_pkey" PRIMARY KEY ("guild_id","user_hash")
);
