-- CreateTable
CREATE TABLE "community" (
    "guild_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "counted_time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "week_starts_on" SMALLINT NOT NULL DEFAULT 1,
    "report_weekday" SMALLINT NOT NULL DEFAULT 1,
    "report_hour" SMALLINT NOT NULL DEFAULT 9,
    "reports_channel_id" BIGINT,
    "staff_role_id" BIGINT,
    "excluded_channel_ids" BIGINT[],
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "community_pkey" PRIMARY KEY ("guild_id")
);

-- CreateTable
CREATE TABLE "channel" (
    "guild_id" BIGINT NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "parent_id" BIGINT,
    "type" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_pkey" PRIMARY KEY ("guild_id","channel_id")
);

-- CreateTable
CREATE TABLE "interaction" (
    "subject_id" BIGINT NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "reference_id" BIGINT,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "kind" SMALLINT NOT NULL,
    "emoji" TEXT COLLATE "C" NOT NULL DEFAULT '',

    CONSTRAINT "interaction_pkey" PRIMARY KEY ("subject_id","kind","user_id","emoji")
) PARTITION BY RANGE ("subject_id");

-- What is older or newer than every monthly partition; those are made while the bot runs.
CREATE TABLE "interaction_default" PARTITION OF "interaction" DEFAULT;

-- CreateTable
CREATE TABLE "member_day" (
    "guild_id" BIGINT NOT NULL,
    "on" DATE NOT NULL,
    "user_id" BIGINT NOT NULL,
    "interactions" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL,
    "reactions" INTEGER NOT NULL,
    "hours" SMALLINT[],

    CONSTRAINT "member_day_pkey" PRIMARY KEY ("guild_id","on","user_id")
);

-- CreateTable
CREATE TABLE "channel_hour" (
    "guild_id" BIGINT NOT NULL,
    "on" DATE NOT NULL,
    "hour" SMALLINT NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "interactions" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL,
    "reactions" INTEGER NOT NULL,

    CONSTRAINT "channel_hour_pkey" PRIMARY KEY ("guild_id","on","hour","channel_id")
);

-- CreateTable
CREATE TABLE "member_stay" (
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_stay_pkey" PRIMARY KEY ("guild_id","user_id","joined_at")
);

-- CreateTable
CREATE TABLE "voice_stay" (
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "in_company_at" TIMESTAMPTZ(3),
    "logged_slots" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "voice_stay_pkey" PRIMARY KEY ("guild_id","user_id")
);

-- CreateTable
CREATE TABLE "coverage_span" (
    "guild_id" BIGINT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coverage_span_pkey" PRIMARY KEY ("guild_id","from_at")
);

-- CreateTable
CREATE TABLE "language_choice" (
    "user_id" BIGINT NOT NULL,
    "locale" TEXT NOT NULL,

    CONSTRAINT "language_choice_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "opt_out" (
    "guild_id" BIGINT NOT NULL,
    "user_hash" TEXT NOT NULL,

    CONSTRAINT "opt_out_pkey" PRIMARY KEY ("guild_id","user_hash")
);

-- CreateTable
CREATE TABLE "survey" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "anonymous" BOOLEAN NOT NULL,
    "created_by" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "channel_id" BIGINT,
    "message_id" BIGINT,
    "opened_at" TIMESTAMPTZ(3),
    "closes_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "invited_count" INTEGER,

    CONSTRAINT "survey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_question" (
    "survey_id" INTEGER NOT NULL,
    "position" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "indicator" TEXT,
    "choices" TEXT[],
    "required" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "survey_question_pkey" PRIMARY KEY ("survey_id","position")
);

-- CreateTable
CREATE TABLE "survey_answer" (
    "id" UUID NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "survey_id" INTEGER NOT NULL,
    "user_id" BIGINT,
    "respondent_key" TEXT NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "values" JSONB NOT NULL,

    CONSTRAINT "survey_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_post" (
    "guild_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "week_on" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "marker" TEXT NOT NULL,
    "channel_id" BIGINT,
    "message_id" BIGINT,
    "posted_at" TIMESTAMPTZ(3),
    "late" BOOLEAN NOT NULL DEFAULT false,
    "snapshot" JSONB NOT NULL,

    CONSTRAINT "report_post_pkey" PRIMARY KEY ("guild_id","kind","week_on")
);

-- CreateTable
CREATE TABLE "job_run" (
    "job" TEXT NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "bucket_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("job","guild_id","bucket_at")
);

-- CreateTable
CREATE TABLE "command_call" (
    "reference" TEXT NOT NULL,
    "guild_id" BIGINT,
    "command" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "called_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "command_call_pkey" PRIMARY KEY ("reference")
);

-- CreateTable
CREATE TABLE "command_registration" (
    "scope" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "command_registration_pkey" PRIMARY KEY ("scope")
);

-- CreateIndex
CREATE INDEX "interaction_user_id_idx" ON "interaction"("user_id");

-- CreateIndex
CREATE INDEX "survey_guild_id_state_idx" ON "survey"("guild_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "survey_answer_survey_id_respondent_key_key" ON "survey_answer"("survey_id", "respondent_key");

-- CreateIndex
CREATE INDEX "command_call_called_at_idx" ON "command_call"("called_at");

-- AddForeignKey
ALTER TABLE "survey_question" ADD CONSTRAINT "survey_question_survey_id_fkey" FOREIGN KEY ("survey_id") REFERENCES "survey"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "survey_answer" ADD CONSTRAINT "survey_answer_survey_id_fkey" FOREIGN KEY ("survey_id") REFERENCES "survey"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Adds two arrays of hour counts (member_day.hours) element by element; a missing one counts as 0; always 26 elements. Written out,
-- so that it is inlined: it runs once for each member of every batch, and a loop makes the whole batch a fifth slower.
CREATE FUNCTION "hour_counts_add"("counts" SMALLINT[], "more" SMALLINT[]) RETURNS SMALLINT[]
LANGUAGE SQL IMMUTABLE PARALLEL SAFE
RETURN ARRAY[
    (coalesce("counts"[1], 0) + coalesce("more"[1], 0))::SMALLINT,
    (coalesce("counts"[2], 0) + coalesce("more"[2], 0))::SMALLINT,
    (coalesce("counts"[3], 0) + coalesce("more"[3], 0))::SMALLINT,
    (coalesce("counts"[4], 0) + coalesce("more"[4], 0))::SMALLINT,
    (coalesce("counts"[5], 0) + coalesce("more"[5], 0))::SMALLINT,
    (coalesce("counts"[6], 0) + coalesce("more"[6], 0))::SMALLINT,
    (coalesce("counts"[7], 0) + coalesce("more"[7], 0))::SMALLINT,
    (coalesce("counts"[8], 0) + coalesce("more"[8], 0))::SMALLINT,
    (coalesce("counts"[9], 0) + coalesce("more"[9], 0))::SMALLINT,
    (coalesce("counts"[10], 0) + coalesce("more"[10], 0))::SMALLINT,
    (coalesce("counts"[11], 0) + coalesce("more"[11], 0))::SMALLINT,
    (coalesce("counts"[12], 0) + coalesce("more"[12], 0))::SMALLINT,
    (coalesce("counts"[13], 0) + coalesce("more"[13], 0))::SMALLINT,
    (coalesce("counts"[14], 0) + coalesce("more"[14], 0))::SMALLINT,
    (coalesce("counts"[15], 0) + coalesce("more"[15], 0))::SMALLINT,
    (coalesce("counts"[16], 0) + coalesce("more"[16], 0))::SMALLINT,
    (coalesce("counts"[17], 0) + coalesce("more"[17], 0))::SMALLINT,
    (coalesce("counts"[18], 0) + coalesce("more"[18], 0))::SMALLINT,
    (coalesce("counts"[19], 0) + coalesce("more"[19], 0))::SMALLINT,
    (coalesce("counts"[20], 0) + coalesce("more"[20], 0))::SMALLINT,
    (coalesce("counts"[21], 0) + coalesce("more"[21], 0))::SMALLINT,
    (coalesce("counts"[22], 0) + coalesce("more"[22], 0))::SMALLINT,
    (coalesce("counts"[23], 0) + coalesce("more"[23], 0))::SMALLINT,
    (coalesce("counts"[24], 0) + coalesce("more"[24], 0))::SMALLINT,
    (coalesce("counts"[25], 0) + coalesce("more"[25], 0))::SMALLINT,
    (coalesce("counts"[26], 0) + coalesce("more"[26], 0))::SMALLINT
];
