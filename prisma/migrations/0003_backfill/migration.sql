-- CreateTable
CREATE TABLE "backfill_task" (
    "guild_id" BIGINT NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "from_id" BIGINT NOT NULL,
    "to_id" BIGINT NOT NULL,
    "counted_id" BIGINT NOT NULL,
    "origin" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cursor_id" BIGINT NOT NULL,
    "found_count" INTEGER NOT NULL DEFAULT 0,
    "added_count" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "backfill_task_pkey" PRIMARY KEY ("guild_id","channel_id","from_id")
);

-- CreateTable
CREATE TABLE "reaction_count" (
    "guild_id" BIGINT NOT NULL,
    "message_id" BIGINT NOT NULL,
    "emoji" TEXT COLLATE "C" NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "reaction_count_pkey" PRIMARY KEY ("guild_id","message_id","emoji")
);

-- CreateTable
CREATE TABLE "channel_gap" (
    "guild_id" BIGINT NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,

    CONSTRAINT "channel_gap_pkey" PRIMARY KEY ("guild_id","channel_id","from_at")
);
