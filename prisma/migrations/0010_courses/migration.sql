-- AlterTable
ALTER TABLE "role_task" ADD COLUMN     "is_forgotten" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "course_settings" (
    "guild_id" BIGINT NOT NULL,
    "reviewer_role_id" BIGINT,
    "rooms_channel_id" BIGINT,
    "announce_channel_id" BIGINT,
    "approvals_needed" SMALLINT NOT NULL DEFAULT 2,
    "stale_days" SMALLINT NOT NULL DEFAULT 90,
    "anonymous_questions" BOOLEAN NOT NULL DEFAULT true,
    "pool_minor" BIGINT,

    CONSTRAINT "course_settings_pkey" PRIMARY KEY ("guild_id")
);

-- CreateTable
CREATE TABLE "creator" (
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "samples" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" BIGINT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "post_state" TEXT NOT NULL,
    "channel_id" BIGINT,
    "message_id" BIGINT,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "creator_pkey" PRIMARY KEY ("guild_id","user_id")
);

-- CreateTable
CREATE TABLE "creator_point" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "course_id" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "once_key" TEXT NOT NULL,

    CONSTRAINT "creator_point_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "creator_id" BIGINT,
    "former_creator_ids" BIGINT[],
    "published_id" INTEGER,
    "archived_at" TIMESTAMPTZ(3),
    "room_kind" TEXT NOT NULL DEFAULT 'thread',
    "room_role_id" BIGINT,
    "room_thread_id" BIGINT,
    "room_creator_id" BIGINT,
    "room_problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),

    CONSTRAINT "course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_version" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "course_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "topics" TEXT[],
    "level" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "tier_id" INTEGER,
    "lessons" JSONB NOT NULL,
    "changes" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "thread_state" TEXT NOT NULL DEFAULT 'none',
    "review_thread_id" BIGINT,
    "announce_state" TEXT NOT NULL DEFAULT 'none',
    "announce_begun_at" TIMESTAMPTZ(3),
    "announce_id" BIGINT,

    CONSTRAINT "course_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_review" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "course_id" INTEGER NOT NULL,
    "version_id" INTEGER NOT NULL,
    "user_id" BIGINT,
    "verdict" TEXT NOT NULL,
    "checklist" TEXT[],
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "course_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_entry" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "course_id" INTEGER NOT NULL,
    "version_id" INTEGER,
    "user_id" BIGINT,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,
    "told_state" TEXT NOT NULL DEFAULT 'none',

    CONSTRAINT "course_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "topic" (
    "guild_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "other_names" TEXT[],
    "channel_ids" BIGINT[],

    CONSTRAINT "topic_pkey" PRIMARY KEY ("guild_id","key")
);

-- CreateTable
CREATE TABLE "course_search" (
    "guild_id" BIGINT NOT NULL,
    "on" DATE NOT NULL,
    "topic" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "found" BOOLEAN NOT NULL,
    "searches" INTEGER NOT NULL,

    CONSTRAINT "course_search_pkey" PRIMARY KEY ("guild_id","on","topic","words","found")
);

-- CreateTable
CREATE TABLE "course_learner" (
    "guild_id" BIGINT NOT NULL,
    "course_id" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "viewed_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "finished_id" INTEGER,
    "rating" SMALLINT,
    "comment" TEXT,
    "rated_at" TIMESTAMPTZ(3),
    "certificate_code" TEXT,
    "certificate_name" TEXT,
    "room" TEXT,
    "room_due_at" TIMESTAMPTZ(3),
    "room_changes" INTEGER NOT NULL DEFAULT 0,
    "room_attempts" INTEGER NOT NULL DEFAULT 0,
    "room_problem" TEXT,

    CONSTRAINT "course_learner_pkey" PRIMARY KEY ("guild_id","course_id","user_id")
);

-- CreateTable
CREATE TABLE "lesson_done" (
    "guild_id" BIGINT NOT NULL,
    "course_id" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "lesson" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,
    "is_undone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "lesson_done_pkey" PRIMARY KEY ("guild_id","course_id","user_id","lesson")
);

-- CreateTable
CREATE TABLE "qa_session" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "course_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "post_state" TEXT NOT NULL,
    "post_due_at" TIMESTAMPTZ(3) NOT NULL,
    "message_id" BIGINT,
    "changes" INTEGER NOT NULL DEFAULT 0,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "event_state" TEXT NOT NULL,
    "event_id" BIGINT,
    "voice_id" BIGINT,
    "anonymous" BOOLEAN NOT NULL,
    "created_by" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "qa_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "qa_question" (
    "id" SERIAL NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "session_id" INTEGER NOT NULL,
    "course_id" INTEGER NOT NULL,
    "user_id" BIGINT,
    "asker_key" TEXT,
    "text" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT,
    "handled_by" BIGINT,
    "handled_at" TIMESTAMPTZ(3),
    "post_state" TEXT NOT NULL DEFAULT 'none',

    CONSTRAINT "qa_question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "qa_vote" (
    "guild_id" BIGINT NOT NULL,
    "question_id" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "voted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "qa_vote_pkey" PRIMARY KEY ("question_id","user_id")
);

-- CreateIndex
CREATE INDEX "creator_guild_id_state_idx" ON "creator"("guild_id", "state");

-- CreateIndex
CREATE INDEX "creator_point_guild_id_user_id_at_idx" ON "creator_point"("guild_id", "user_id", "at");

-- CreateIndex
CREATE INDEX "creator_point_guild_id_at_idx" ON "creator_point"("guild_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "creator_point_guild_id_once_key_key" ON "creator_point"("guild_id", "once_key");

-- CreateIndex
CREATE INDEX "course_guild_id_idx" ON "course"("guild_id");

-- CreateIndex
CREATE INDEX "course_version_guild_id_state_idx" ON "course_version"("guild_id", "state");

-- CreateIndex
CREATE INDEX "course_version_guild_id_thread_state_idx" ON "course_version"("guild_id", "thread_state");

-- CreateIndex
CREATE INDEX "course_version_guild_id_announce_state_idx" ON "course_version"("guild_id", "announce_state");

-- CreateIndex
CREATE UNIQUE INDEX "course_version_course_id_number_key" ON "course_version"("course_id", "number");

-- CreateIndex
CREATE INDEX "course_review_guild_id_version_id_idx" ON "course_review"("guild_id", "version_id");

-- CreateIndex
CREATE UNIQUE INDEX "course_review_version_id_user_id_key" ON "course_review"("version_id", "user_id");

-- CreateIndex
CREATE INDEX "course_entry_guild_id_course_id_id_idx" ON "course_entry"("guild_id", "course_id", "id");

-- CreateIndex
CREATE INDEX "course_entry_guild_id_told_state_idx" ON "course_entry"("guild_id", "told_state");

-- CreateIndex
CREATE UNIQUE INDEX "course_learner_certificate_code_key" ON "course_learner"("certificate_code");

-- CreateIndex
CREATE INDEX "course_learner_guild_id_user_id_idx" ON "course_learner"("guild_id", "user_id");

-- CreateIndex
CREATE INDEX "course_learner_guild_id_room_due_at_idx" ON "course_learner"("guild_id", "room_due_at");

-- CreateIndex
CREATE INDEX "qa_session_guild_id_state_idx" ON "qa_session"("guild_id", "state");

-- CreateIndex
CREATE INDEX "qa_session_guild_id_course_id_idx" ON "qa_session"("guild_id", "course_id");

-- CreateIndex
CREATE INDEX "qa_question_guild_id_session_id_idx" ON "qa_question"("guild_id", "session_id");

-- CreateIndex
CREATE INDEX "qa_question_guild_id_course_id_idx" ON "qa_question"("guild_id", "course_id");

-- CreateIndex
CREATE INDEX "qa_vote_guild_id_user_id_idx" ON "qa_vote"("guild_id", "user_id");
