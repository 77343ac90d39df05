-- CreateTable
CREATE TABLE "bot_account" (
    "bot_id" BIGINT NOT NULL,

    CONSTRAINT "bot_account_pkey" PRIMARY KEY ("bot_id")
);
