ALTER TABLE "sessions" ADD COLUMN "password_is_due" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "password_is_one_time" boolean DEFAULT false NOT NULL;