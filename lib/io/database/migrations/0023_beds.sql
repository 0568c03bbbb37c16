CREATE TABLE "booked_admissions" (
	"id" text PRIMARY KEY NOT NULL,
	"patient_id" text,
	"ward_id" text,
	"day" date NOT NULL,
	"is_appointed" boolean NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"gone_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ed_visits" (
	"id" text PRIMARY KEY NOT NULL,
	"patient_id" text NOT NULL,
	"place" text,
	"arrived_at" timestamp (3) with time zone,
	"features" real[] NOT NULL,
	"outside" text[] NOT NULL,
	"probability" double precision,
	"model_version" text,
	"synthetic" boolean NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"gone_at" timestamp (3) with time zone,
	CONSTRAINT "ed_visits_probability" CHECK ("ed_visits"."probability" >= 0 and "ed_visits"."probability" <= 1)
);
--> statement-breakpoint
CREATE TABLE "rosters" (
	"ward_id" text NOT NULL,
	"day" date NOT NULL,
	"role" text NOT NULL,
	"shift" text NOT NULL,
	"people" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rosters_ward_id_day_role_shift_pk" PRIMARY KEY("ward_id","day","role","shift"),
	CONSTRAINT "rosters_people" CHECK ("rosters"."people" >= 0)
);
--> statement-breakpoint
CREATE TABLE "unit_beds" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"ward_id" text NOT NULL,
	"service" text NOT NULL,
	"physical_beds" integer NOT NULL,
	"staffed_beds" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"user_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "unit_beds_count" CHECK ("unit_beds"."staffed_beds" >= 0 and "unit_beds"."staffed_beds" <= "unit_beds"."physical_beds")
);
--> statement-breakpoint
ALTER TABLE "rosters" ADD CONSTRAINT "rosters_ward_id_wards_id_fk" FOREIGN KEY ("ward_id") REFERENCES "public"."wards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_beds" ADD CONSTRAINT "unit_beds_ward_id_wards_id_fk" FOREIGN KEY ("ward_id") REFERENCES "public"."wards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_beds" ADD CONSTRAINT "unit_beds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booked_admissions_day" ON "booked_admissions" USING btree ("day") WHERE "booked_admissions"."gone_at" is null;--> statement-breakpoint
CREATE INDEX "ed_visits_now" ON "ed_visits" USING btree ("arrived_at") WHERE "ed_visits"."gone_at" is null;--> statement-breakpoint
CREATE INDEX "unit_beds_ward" ON "unit_beds" USING btree ("ward_id","at" DESC NULLS FIRST);