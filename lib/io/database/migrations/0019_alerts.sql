CREATE TABLE "alert_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"alert_id" uuid NOT NULL,
	"step" text NOT NULL,
	"channel" text NOT NULL,
	"recipient" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"error_code" text,
	CONSTRAINT "alert_deliveries_channel" CHECK ("alert_deliveries"."channel" in ('email', 'webhook')),
	CONSTRAINT "alert_deliveries_state" CHECK ("alert_deliveries"."state" in ('waiting', 'sent', 'given-up', 'not-needed'))
);
--> statement-breakpoint
CREATE TABLE "alert_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"alert_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid,
	"dismissal" text,
	"resolution" text,
	"until" timestamp (3) with time zone,
	"note" "bytea",
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_progress" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_rules" (
	"rule_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"is_on" boolean NOT NULL,
	"rule" jsonb NOT NULL,
	"burden" jsonb,
	"user_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "alert_rules_rule_id_version_pk" PRIMARY KEY("rule_id","version")
);
--> statement-breakpoint
CREATE TABLE "alert_webhooks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"rule_id" uuid NOT NULL,
	"rule_version" integer NOT NULL,
	"kind" text NOT NULL,
	"patient_id" text NOT NULL,
	"stay_id" text NOT NULL,
	"ward_id" text NOT NULL,
	"prediction_id" uuid NOT NULL,
	"model_version" text NOT NULL,
	"finding" jsonb NOT NULL,
	"state" text NOT NULL,
	"roles" text[] NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"repeats" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "alerts_ended" CHECK (("alerts"."state" in ('dismissed', 'resolved')) = ("alerts"."ended_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_events" ADD CONSTRAINT "alert_events_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_events" ADD CONSTRAINT "alert_events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_prediction_id_predictions_id_fk" FOREIGN KEY ("prediction_id") REFERENCES "public"."predictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_deliveries_once" ON "alert_deliveries" USING btree ("alert_id","step","channel","recipient");--> statement-breakpoint
CREATE INDEX "alert_deliveries_state" ON "alert_deliveries" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "alert_events_alert" ON "alert_events" USING btree ("alert_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_live" ON "alerts" USING btree ("rule_id","patient_id") WHERE "alerts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_ward" ON "alerts" USING btree ("ward_id","state","raised_at");--> statement-breakpoint
CREATE INDEX "alerts_stay" ON "alerts" USING btree ("stay_id") WHERE "alerts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_rule" ON "alerts" USING btree ("rule_id","patient_id","raised_at");--> statement-breakpoint
CREATE INDEX "alerts_due" ON "alerts" USING btree ("due_at") WHERE "alerts"."due_at" is not null;--> statement-breakpoint
CREATE TRIGGER alert_rules_immutable BEFORE UPDATE ON "alert_rules" FOR EACH ROW EXECUTE FUNCTION refuse_change();
