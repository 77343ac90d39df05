-- CreateTable
CREATE TABLE "key_mark" (
    "id" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "key_mark_pkey" PRIMARY KEY ("id")
);
