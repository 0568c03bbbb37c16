CREATE TABLE "demand_days" (
	"kind" text NOT NULL,
	"ward_id" text NOT NULL,
	"day" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "demand_days_kind_day_ward_id_pk" PRIMARY KEY("kind","day","ward_id"),
	CONSTRAINT "demand_days_kind" CHECK ("demand_days"."kind" in ('unscheduled-admissions', 'ed-attendances', 'discharges'))
);
--> statement-breakpoint
CREATE TABLE "demand_forecasts" (
	"kind" text NOT NULL,
	"ward_id" text NOT NULL,
	"made_on" text NOT NULL,
	"history_days" integer NOT NULL,
	"weights" jsonb NOT NULL,
	"days" jsonb NOT NULL,
	"naive" jsonb NOT NULL,
	CONSTRAINT "demand_forecasts_kind_ward_id_made_on_pk" PRIMARY KEY("kind","ward_id","made_on")
);
--> statement-breakpoint
CREATE TABLE "demand_runs" (
	"made_on" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"method_version" text NOT NULL,
	"in_hindsight" boolean NOT NULL,
	"holidays" jsonb NOT NULL,
	"too_short" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "emergency_visits" (
	"id" text PRIMARY KEY NOT NULL,
	"patient_id" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "demand_forecasts" ADD CONSTRAINT "demand_forecasts_run" FOREIGN KEY ("made_on") REFERENCES "public"."demand_runs"("made_on") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_visits" ADD CONSTRAINT "emergency_visits_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "emergency_visits_patient" ON "emergency_visits" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "emergency_visits_started" ON "emergency_visits" USING btree ("started_at");--> statement-breakpoint
CREATE TRIGGER demand_runs_immutable BEFORE UPDATE OR DELETE ON "demand_runs" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER demand_forecasts_immutable BEFORE UPDATE OR DELETE ON "demand_forecasts" FOR EACH ROW EXECUTE FUNCTION refuse_change();
