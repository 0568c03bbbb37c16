CREATE TABLE "booked_operations" (
	"id" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"codes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "procedure_profiles" (
	"profile_id" text NOT NULL,
	"version" integer NOT NULL,
	"profile" jsonb NOT NULL,
	"is_retired" boolean NOT NULL,
	"user_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "procedure_profiles_profile_id_version_pk" PRIMARY KEY("profile_id","version"),
	CONSTRAINT "procedure_profiles_version" CHECK ("procedure_profiles"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "recorded_operations" (
	"id" text PRIMARY KEY NOT NULL,
	"patient_id" text NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"codes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stock_counts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"item" text NOT NULL,
	"count" integer NOT NULL,
	"deliveries" jsonb NOT NULL,
	"user_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stock_counts_count" CHECK ("stock_counts"."count" >= 0)
);
--> statement-breakpoint
ALTER TABLE "demand_days" DROP CONSTRAINT "demand_days_kind";--> statement-breakpoint
ALTER TABLE "procedure_profiles" ADD CONSTRAINT "procedure_profiles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recorded_operations" ADD CONSTRAINT "recorded_operations_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_counts" ADD CONSTRAINT "stock_counts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booked_operations_day" ON "booked_operations" USING btree ("day");--> statement-breakpoint
CREATE INDEX "recorded_operations_patient" ON "recorded_operations" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "recorded_operations_began" ON "recorded_operations" USING btree ("began_at");--> statement-breakpoint
CREATE INDEX "stock_counts_item" ON "stock_counts" USING btree ("item","at" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "demand_days" ADD CONSTRAINT "demand_days_kind" CHECK ("demand_days"."kind" in ('unscheduled-admissions', 'ed-attendances', 'discharges', 'added-operations'));