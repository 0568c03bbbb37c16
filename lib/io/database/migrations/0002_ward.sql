CREATE TABLE "break_glass" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"stay_id" text NOT NULL,
	"ward_id" text,
	"reason" text NOT NULL,
	"note" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"reviewed_at" timestamp (3) with time zone,
	"reviewed_by" uuid,
	"verdict" text,
	"review_note" "bytea",
	CONSTRAINT "break_glass_reason" CHECK ("break_glass"."reason" in ('emergency', 'covering', 'asked-by-team', 'other'))
);
--> statement-breakpoint
CREATE TABLE "cutoffs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"day" text NOT NULL,
	"ward_ids" text[] NOT NULL,
	"capacity" integer NOT NULL,
	"user_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"stay_ids" text[] NOT NULL,
	"prediction_ids" uuid[] NOT NULL,
	"probabilities" double precision[] NOT NULL,
	CONSTRAINT "cutoffs_capacity" CHECK ("cutoffs"."capacity" >= 0)
);
--> statement-breakpoint
CREATE TABLE "interventions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"stay_id" text NOT NULL,
	"prediction_id" uuid,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"note" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "interventions_kind" CHECK ("interventions"."kind" in ('call', 'visit', 'pharmacist-review', 'referral', 'follow-up-booked', 'none'))
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"stay_id" text NOT NULL,
	"target" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"readmission_stay_id" text,
	"readmitted_at" timestamp (3) with time zone,
	"discharged_at" timestamp (3) with time zone NOT NULL,
	"matures_at" timestamp (3) with time zone NOT NULL,
	"simulated" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outcomes_stay_id_target_pk" PRIMARY KEY("stay_id","target"),
	CONSTRAINT "outcomes_status" CHECK ("outcomes"."status" in ('readmitted', 'not-readmitted', 'died', 'excluded', 'pending'))
);
--> statement-breakpoint
CREATE TABLE "patient_search" (
	"token" text NOT NULL,
	"patient_id" text NOT NULL,
	CONSTRAINT "patient_search_token_patient_id_pk" PRIMARY KEY("token","patient_id")
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"stay_id" text NOT NULL,
	"prediction_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"note" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "responses_kind" CHECK ("responses"."kind" in ('acknowledged', 'agree-later', 'dismissed')),
	CONSTRAINT "responses_reason" CHECK (("responses"."kind" = 'dismissed') = ("responses"."reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_active_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"ended_why" text
);
--> statement-breakpoint
CREATE TABLE "shown_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"prediction_ids" uuid[] NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "validation_reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task" text NOT NULL,
	"model_version" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by_user" text NOT NULL,
	"stays" integer NOT NULL,
	"readmissions" integer NOT NULL,
	"verdict" text NOT NULL,
	"simulated" boolean NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "viewings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"place" text NOT NULL,
	"shown_list_id" text,
	"stay_id" text,
	"prediction_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"until_at" timestamp (3) with time zone NOT NULL,
	"reads" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visibility_decisions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task" text NOT NULL,
	"model_version" text NOT NULL,
	"report_id" uuid,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"kind" text NOT NULL,
	"note" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "oidc_issuer" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "oidc_subject" text;--> statement-breakpoint
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_reviewed_by_users_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cutoffs" ADD CONSTRAINT "cutoffs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interventions" ADD CONSTRAINT "interventions_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interventions" ADD CONSTRAINT "interventions_prediction_id_predictions_id_fk" FOREIGN KEY ("prediction_id") REFERENCES "public"."predictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interventions" ADD CONSTRAINT "interventions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patient_search" ADD CONSTRAINT "patient_search_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_prediction_id_predictions_id_fk" FOREIGN KEY ("prediction_id") REFERENCES "public"."predictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_shown_list_id_shown_lists_id_fk" FOREIGN KEY ("shown_list_id") REFERENCES "public"."shown_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_prediction_id_predictions_id_fk" FOREIGN KEY ("prediction_id") REFERENCES "public"."predictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visibility_decisions" ADD CONSTRAINT "visibility_decisions_report_id_validation_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."validation_reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visibility_decisions" ADD CONSTRAINT "visibility_decisions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "break_glass_user" ON "break_glass" USING btree ("user_id","expires_at");--> statement-breakpoint
CREATE INDEX "break_glass_review" ON "break_glass" USING btree ("at") WHERE "break_glass"."reviewed_at" is null;--> statement-breakpoint
CREATE INDEX "cutoffs_day" ON "cutoffs" USING btree ("day","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "interventions_stay_at" ON "interventions" USING btree ("stay_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "outcomes_discharged" ON "outcomes" USING btree ("discharged_at");--> statement-breakpoint
CREATE INDEX "outcomes_pending" ON "outcomes" USING btree ("matures_at") WHERE "outcomes"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "patient_search_patient" ON "patient_search" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "responses_stay_at" ON "responses" USING btree ("stay_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id") WHERE "sessions"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "validation_reports_model" ON "validation_reports" USING btree ("task","model_version","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "viewings_user_until" ON "viewings" USING btree ("user_id","until_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "viewings_prediction" ON "viewings" USING btree ("prediction_id");--> statement-breakpoint
CREATE INDEX "visibility_decisions_model" ON "visibility_decisions" USING btree ("task","model_version","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "users_oidc" ON "users" USING btree ("oidc_issuer","oidc_subject");--> statement-breakpoint
CREATE TRIGGER cutoffs_immutable BEFORE UPDATE OR DELETE ON "cutoffs" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER validation_reports_immutable BEFORE UPDATE OR DELETE ON "validation_reports" FOR EACH ROW EXECUTE FUNCTION refuse_change();
