DROP INDEX "alerts_ward";--> statement-breakpoint
ALTER TABLE "alert_progress" ADD COLUMN "looked_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "alerts_standing" ON "alerts" USING btree ("state","raised_at") WHERE "alerts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_done" ON "alerts" USING btree ("ended_at","id") WHERE "alerts"."ended_at" is not null;