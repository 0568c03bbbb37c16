CREATE TABLE "local_ed_visits" (
	"id" text PRIMARY KEY NOT NULL,
	"patient_id" text NOT NULL,
	"arrived_at" timestamp (3) with time zone NOT NULL,
	"known_at" timestamp (3) with time zone NOT NULL,
	"features" real[] NOT NULL,
	"probability" double precision,
	"model_version" text,
	"synthetic" boolean NOT NULL,
	"admitted" boolean,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "local_ed_visits_probability" CHECK ("local_ed_visits"."probability" >= 0 and "local_ed_visits"."probability" <= 1),
	CONSTRAINT "local_ed_visits_settled" CHECK (("local_ed_visits"."admitted" is null) = ("local_ed_visits"."settled_at" is null))
);
--> statement-breakpoint
CREATE INDEX "local_ed_visits_open" ON "local_ed_visits" USING btree ("arrived_at") WHERE "local_ed_visits"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "local_ed_visits_arrived" ON "local_ed_visits" USING btree ("arrived_at");