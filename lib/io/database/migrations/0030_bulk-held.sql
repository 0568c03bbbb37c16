ALTER TABLE "bulk_jobs" ADD COLUMN "holder" text;--> statement-breakpoint
ALTER TABLE "bulk_jobs" ADD COLUMN "held_until" timestamp (3) with time zone;