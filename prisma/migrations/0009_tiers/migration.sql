-- AlterTable
ALTER TABLE "community" ADD COLUMN     "admin_role_id" BIGINT,
ADD COLUMN     "staff_channel_id" BIGINT;

-- CreateTable
CREATE TABLE "tier_settings" (
    "guild_id" BIGINT NOT NULL,
    "currency" TEXT,
    "overlap" TEXT NOT NULL DEFAULT 'wait',
    "grace_days" INTEGER NOT NULL DEFAULT 0,
    "reminder_days" INTEGER NOT NULL DEFAULT 3,
    "unknown_roles" TEXT NOT NULL DEFAULT 'keep',
    "how_to_en" TEXT,
    "how_to_zh" TEXT,
    "drift_told" TEXT,
    "drift_told_at" TIMESTAMPTZ(3),

    CONSTRAINT "tier_settings_pkey" PRIMARY KEY ("guild_id")
);

-- CreateTable
CREATE TABLE "tier" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "name_en" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "role_id" BIGINT NOT NULL,
    "channel_id" BIGINT,
    "price_minor" BIGINT,
    "days" INTEGER,
    "opens_en" TEXT,
    "opens_zh" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_grant" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "tier_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "left_days" INTEGER,
    "left_ms" INTEGER,
    "dated" BOOLEAN NOT NULL,
    "grace_ends_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "follows_id" BIGINT,
    "source" TEXT NOT NULL,
    "external_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_member" (
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "tier_id" INTEGER,
    "grant_id" BIGINT,
    "since_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "in_grace" BOOLEAN NOT NULL DEFAULT false,
    "next_at" TIMESTAMPTZ(3),
    "wants_reminder" BOOLEAN NOT NULL DEFAULT false,
    "reminder_locale" TEXT,

    CONSTRAINT "tier_member_pkey" PRIMARY KEY ("guild_id","user_id")
);

-- CreateTable
CREATE TABLE "tier_entry" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "grant_id" BIGINT,
    "tier_id" INTEGER,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" BIGINT,
    "source" TEXT NOT NULL,
    "once_key" TEXT,
    "note" TEXT,
    "reason" TEXT,
    "payment_id" BIGINT,
    "receipt_id" BIGINT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "tier_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_payment" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "grant_id" BIGINT,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT,
    "refunds_id" BIGINT,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_receipt" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "file_name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_import" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "created_by" BIGINT NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_by" BIGINT,
    "applied_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "tier_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_import_line" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT,
    "wish" JSONB,
    "state" TEXT NOT NULL,
    "problem" JSONB,

    CONSTRAINT "tier_import_line_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "tier_invite" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "tier_id" INTEGER NOT NULL,
    "code" TEXT,
    "channel_id" BIGINT NOT NULL,
    "created_by" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "wish" JSONB NOT NULL,
    "has_role" BOOLEAN NOT NULL,
    "is_ready" BOOLEAN NOT NULL DEFAULT false,
    "problem" TEXT,

    CONSTRAINT "tier_invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_invitee" (
    "invite_id" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "grant_id" BIGINT,
    "joined_at" TIMESTAMPTZ(3),

    CONSTRAINT "tier_invitee_pkey" PRIMARY KEY ("invite_id","user_id")
);

-- CreateTable
CREATE TABLE "tier_sku" (
    "sku_id" BIGINT NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "tier_id" INTEGER,

    CONSTRAINT "tier_sku_pkey" PRIMARY KEY ("sku_id")
);

-- CreateTable
CREATE TABLE "tier_notice" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "grant_id" BIGINT NOT NULL,
    "about_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "problem" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "batch_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "tier_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_task" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "role_id" BIGINT NOT NULL,
    "wanted" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "closed_id" BIGINT NOT NULL DEFAULT 0,
    "purpose" TEXT NOT NULL,
    "entry_id" BIGINT,
    "wished_at" TIMESTAMPTZ(3) NOT NULL,
    "call_count" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "next_attempt_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tier_guild_id_idx" ON "tier"("guild_id");

-- CreateIndex
CREATE INDEX "tier_grant_guild_id_user_id_idx" ON "tier_grant"("guild_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "tier_grant_guild_id_source_external_id_key" ON "tier_grant"("guild_id", "source", "external_id");

-- CreateIndex
CREATE INDEX "tier_member_guild_id_next_at_idx" ON "tier_member"("guild_id", "next_at");

-- CreateIndex
CREATE INDEX "tier_member_guild_id_tier_id_idx" ON "tier_member"("guild_id", "tier_id");

-- CreateIndex
CREATE INDEX "tier_entry_guild_id_user_id_id_idx" ON "tier_entry"("guild_id", "user_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tier_entry_guild_id_once_key_key" ON "tier_entry"("guild_id", "once_key");

-- CreateIndex
CREATE INDEX "tier_payment_guild_id_user_id_idx" ON "tier_payment"("guild_id", "user_id");

-- CreateIndex
CREATE INDEX "tier_payment_guild_id_paid_at_idx" ON "tier_payment"("guild_id", "paid_at");

-- CreateIndex
CREATE UNIQUE INDEX "tier_payment_guild_id_source_external_id_key" ON "tier_payment"("guild_id", "source", "external_id");

-- CreateIndex
CREATE INDEX "tier_receipt_guild_id_user_id_idx" ON "tier_receipt"("guild_id", "user_id");

-- CreateIndex
CREATE INDEX "tier_import_guild_id_idx" ON "tier_import"("guild_id");

-- CreateIndex
CREATE INDEX "tier_import_line_import_id_state_idx" ON "tier_import_line"("import_id", "state");

-- CreateIndex
CREATE INDEX "tier_import_line_guild_id_user_id_idx" ON "tier_import_line"("guild_id", "user_id");

-- CreateIndex
CREATE INDEX "tier_invite_guild_id_idx" ON "tier_invite"("guild_id");

-- CreateIndex
CREATE INDEX "tier_invitee_guild_id_user_id_idx" ON "tier_invitee"("guild_id", "user_id");

-- CreateIndex
CREATE INDEX "tier_notice_guild_id_state_idx" ON "tier_notice"("guild_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "tier_notice_guild_id_user_id_kind_grant_id_about_at_key" ON "tier_notice"("guild_id", "user_id", "kind", "grant_id", "about_at");

-- CreateIndex
CREATE INDEX "role_task_guild_id_state_id_idx" ON "role_task"("guild_id", "state", "id");

-- CreateIndex
CREATE INDEX "role_task_entry_id_idx" ON "role_task"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "role_task_guild_id_user_id_role_id_closed_id_key" ON "role_task"("guild_id", "user_id", "role_id", "closed_id");
