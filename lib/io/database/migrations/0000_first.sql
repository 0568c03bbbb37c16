CREATE TABLE "audit" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" text,
	"actor_role" text,
	"verb" text NOT NULL,
	"outcome" text NOT NULL,
	"target" jsonb NOT NULL,
	"detail" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flags" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"prediction_id" uuid NOT NULL,
	"stay_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"feature" text,
	"note" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "flags_kind" CHECK ("flags"."kind" in ('too-high', 'too-low', 'wrong-data', 'not-appropriate'))
);
--> statement-breakpoint
CREATE TABLE "instance" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "patients" (
	"id" text PRIMARY KEY NOT NULL,
	"identity" "bytea" NOT NULL,
	"synthetic" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "predictions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"stay_id" text NOT NULL,
	"patient_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"model_version" text NOT NULL,
	"target" text NOT NULL,
	"view" text NOT NULL,
	"probability" double precision,
	"tier" text,
	"features" real[] NOT NULL,
	"scored" jsonb NOT NULL,
	"sentences" text[] NOT NULL,
	"summary" jsonb NOT NULL,
	"fingerprint" text NOT NULL,
	CONSTRAINT "predictions_probability" CHECK ("predictions"."probability" >= 0 and "predictions"."probability" <= 1)
);
--> statement-breakpoint
CREATE TABLE "resources" (
	"patient_id" text NOT NULL,
	"type" text NOT NULL,
	"id" text NOT NULL,
	"seq" bigserial NOT NULL,
	"fingerprint" text NOT NULL,
	"body" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "resources_patient_id_type_id_pk" PRIMARY KEY("patient_id","type","id")
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"account" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stays" (
	"id" text PRIMARY KEY NOT NULL,
	"patient_id" text NOT NULL,
	"ward_id" text,
	"bed" text,
	"is_current" boolean NOT NULL,
	"admitted_at" timestamp (3) with time zone,
	"discharged_at" timestamp (3) with time zone,
	"planned_end_at" timestamp (3) with time zone,
	"prediction_id" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"gone_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "user_wards" (
	"user_id" uuid NOT NULL,
	"ward_id" text NOT NULL,
	CONSTRAINT "user_wards_user_id_ward_id_pk" PRIMARY KEY("user_id","ward_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "users_role" CHECK ("users"."role" in ('nurse', 'clinician', 'administrator', 'data-scientist', 'compliance'))
);
--> statement-breakpoint
CREATE TABLE "wards" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"physical_beds" integer
);
--> statement-breakpoint
ALTER TABLE "flags" ADD CONSTRAINT "flags_prediction_id_predictions_id_fk" FOREIGN KEY ("prediction_id") REFERENCES "public"."predictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flags" ADD CONSTRAINT "flags_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flags" ADD CONSTRAINT "flags_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_stay" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_ward_id_wards_id_fk" FOREIGN KEY ("ward_id") REFERENCES "public"."wards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_wards" ADD CONSTRAINT "user_wards_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_wards" ADD CONSTRAINT "user_wards_ward_id_wards_id_fk" FOREIGN KEY ("ward_id") REFERENCES "public"."wards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "flags_stay_at" ON "flags" USING btree ("stay_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "predictions_stay_at" ON "predictions" USING btree ("stay_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "resources_type_id" ON "resources" USING btree ("type","id");--> statement-breakpoint
CREATE INDEX "stays_patient" ON "stays" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "stays_current" ON "stays" USING btree ("ward_id") WHERE "stays"."is_current" and "stays"."gone_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");