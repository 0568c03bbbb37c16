CREATE TABLE "monitoring_days" (
	"model_version" text NOT NULL,
	"ward_id" text NOT NULL,
	"day" text NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "monitoring_days_model_version_day_ward_id_pk" PRIMARY KEY("model_version","day","ward_id")
);
--> statement-breakpoint
CREATE TABLE "monitoring_incidents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"model_version" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"ward_id" text,
	"figures" jsonb NOT NULL,
	"p" double precision,
	"found_on" text NOT NULL,
	"last_on" text NOT NULL,
	"ended_on" text
);
--> statement-breakpoint
CREATE TABLE "monitoring_notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"incident_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"answer" text NOT NULL,
	"note" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "monitoring_notes_answer" CHECK ("monitoring_notes"."answer" in ('looking', 'mended', 'expected', 'nothing-to-do'))
);
--> statement-breakpoint
CREATE TABLE "monitoring_reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"model_version" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"through_day" text NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "monitoring_sources" (
	"day" text PRIMARY KEY NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "monitoring_notes" ADD CONSTRAINT "monitoring_notes_incident_id_monitoring_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."monitoring_incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monitoring_notes" ADD CONSTRAINT "monitoring_notes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "monitoring_incidents_one" ON "monitoring_incidents" USING btree ("model_version","kind","subject",coalesce("ward_id", ''),"found_on");--> statement-breakpoint
CREATE INDEX "monitoring_incidents_open" ON "monitoring_incidents" USING btree ("model_version") WHERE "monitoring_incidents"."ended_on" is null;--> statement-breakpoint
CREATE INDEX "monitoring_notes_incident" ON "monitoring_notes" USING btree ("incident_id","at");--> statement-breakpoint
CREATE INDEX "monitoring_reports_newest" ON "monitoring_reports" USING btree ("model_version","at" DESC NULLS FIRST);