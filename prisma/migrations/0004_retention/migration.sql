-- CreateTable
CREATE TABLE "log_horizon" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "rows_from_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_horizon_pkey" PRIMARY KEY ("id")
);
