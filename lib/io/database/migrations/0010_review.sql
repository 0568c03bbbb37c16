CREATE TABLE "adjudications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"flag_id" uuid NOT NULL,
	"flag_kind" text NOT NULL,
	"stay_id" text NOT NULL,
	"prediction_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"evidence" text,
	"readmitted_on" date,
	"was_planned" boolean,
	"feature" text,
	"was" real,
	"corrected" real,
	"agreement" text,
	"withdraws" uuid,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"note" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "adjudications_decision" CHECK ("adjudications"."decision" in ('outcome-wrong', 'feature-wrong', 'exclude', 'no-action', 'withdrawn')),
	CONSTRAINT "adjudications_signal_only" CHECK ("adjudications"."flag_kind" not in ('too-high', 'too-low') or "adjudications"."decision" in ('no-action', 'withdrawn')),
	CONSTRAINT "adjudications_evidence" CHECK (("adjudications"."decision" = 'outcome-wrong') = ("adjudications"."evidence" is not null)),
	CONSTRAINT "adjudications_elsewhere" CHECK (("adjudications"."evidence" is not distinct from 'readmission-elsewhere') = ("adjudications"."readmitted_on" is not null and "adjudications"."was_planned" is not null)),
	CONSTRAINT "adjudications_corrected" CHECK (("adjudications"."decision" = 'feature-wrong') = ("adjudications"."feature" is not null and "adjudications"."corrected" is not null)),
	CONSTRAINT "adjudications_withdrawal" CHECK (("adjudications"."decision" = 'withdrawn') = ("adjudications"."withdraws" is not null)),
	CONSTRAINT "adjudications_agreement" CHECK (("adjudications"."decision" = 'withdrawn') = ("adjudications"."agreement" is null))
);
--> statement-breakpoint
CREATE TABLE "flag_assignments" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"flag_id" uuid NOT NULL,
	"assignee_id" uuid,
	"user_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_prediction_id_predictions_id_fk" FOREIGN KEY ("prediction_id") REFERENCES "public"."predictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_withdraws_adjudications_id_fk" FOREIGN KEY ("withdraws") REFERENCES "public"."adjudications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flag_assignments" ADD CONSTRAINT "flag_assignments_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flag_assignments" ADD CONSTRAINT "flag_assignments_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flag_assignments" ADD CONSTRAINT "flag_assignments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "adjudications_flag" ON "adjudications" USING btree ("flag_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "adjudications_stay" ON "adjudications" USING btree ("stay_id");--> statement-breakpoint
CREATE UNIQUE INDEX "adjudications_withdraws" ON "adjudications" USING btree ("withdraws");--> statement-breakpoint
CREATE INDEX "flag_assignments_flag" ON "flag_assignments" USING btree ("flag_id","seq");--> statement-breakpoint
CREATE TRIGGER flag_assignments_immutable BEFORE UPDATE OR DELETE ON "flag_assignments" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER adjudications_kept BEFORE DELETE ON "adjudications" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER adjudications_immutable BEFORE UPDATE OF "id", "flag_id", "flag_kind", "stay_id", "prediction_id", "decision", "evidence", "readmitted_on", "was_planned", "feature", "was", "corrected", "agreement", "withdraws", "user_id", "role", "at" ON "adjudications" FOR EACH ROW EXECUTE FUNCTION refuse_change();
