ALTER TABLE "ed_visits" ADD COLUMN "baseline" double precision;--> statement-breakpoint
ALTER TABLE "ed_visits" ADD COLUMN "contributions" real[];