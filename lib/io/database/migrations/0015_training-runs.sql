CREATE TABLE "training_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task" text NOT NULL,
	"snapshot_id" uuid NOT NULL,
	"parent_version" text NOT NULL,
	"version" text NOT NULL,
	"settings" jsonb NOT NULL,
	"why" text NOT NULL,
	"state" text NOT NULL,
	"progress" double precision DEFAULT 0 NOT NULL,
	"log" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"cancel_asked_at" timestamp (3) with time zone,
	"report" jsonb,
	"by_user" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "training_runs_state" CHECK ("training_runs"."state" in ('waiting', 'running', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE INDEX "training_runs_asked_at" ON "training_runs" USING btree ("asked_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "training_runs_one_at_a_time" ON "training_runs" USING btree ("task") WHERE "training_runs"."state" in ('waiting', 'running');