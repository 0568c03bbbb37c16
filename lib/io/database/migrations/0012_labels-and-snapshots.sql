CREATE TABLE "label_facts" (
	"patient_id" text PRIMARY KEY NOT NULL,
	"facts" "bytea" NOT NULL,
	"fingerprint" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"rule_version" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "labels_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stay_id" text NOT NULL,
	"patient_id" text NOT NULL,
	"ward_id" text,
	"target" text NOT NULL,
	"rule_version" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"planned_basis" text,
	"readmission_stay_id" text,
	"readmitted_at" timestamp (3) with time zone,
	"discharged_at" timestamp (3) with time zone NOT NULL,
	"matures_at" timestamp (3) with time zone NOT NULL,
	"evidence" jsonb NOT NULL,
	"simulated" boolean NOT NULL,
	"subgroups" "bytea" NOT NULL,
	"fingerprint" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "labels_stay_id_target_id_pk" PRIMARY KEY("stay_id","target","id")
);
--> statement-breakpoint
CREATE TABLE "training_snapshot_parts" (
	"snapshot_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "training_snapshot_parts_snapshot_id_part_pk" PRIMARY KEY("snapshot_id","part")
);
--> statement-breakpoint
CREATE TABLE "training_snapshots" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by_user" text NOT NULL,
	"query" jsonb NOT NULL,
	"feature_table_hash" text NOT NULL,
	"label_rule_version" text NOT NULL,
	"adjudication_ids" text[] NOT NULL,
	"attrition" jsonb NOT NULL,
	"rows" integer NOT NULL,
	"positives" integer NOT NULL,
	"died" integer NOT NULL,
	"simulated" boolean NOT NULL,
	"sha256" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_snapshot_parts" ADD CONSTRAINT "training_snapshot_parts_snapshot_id_training_snapshots_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."training_snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "label_facts_due" ON "label_facts" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "label_facts_rule" ON "label_facts" USING btree ("rule_version");--> statement-breakpoint
CREATE UNIQUE INDEX "labels_id" ON "labels" USING btree ("id");--> statement-breakpoint
CREATE INDEX "labels_patient" ON "labels" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "training_snapshots_at" ON "training_snapshots" USING btree ("at" DESC NULLS FIRST);
--> statement-breakpoint
CREATE TRIGGER labels_immutable BEFORE DELETE OR UPDATE OF "id", "stay_id", "patient_id", "ward_id", "target", "rule_version", "status", "reason", "planned_basis", "readmission_stay_id", "readmitted_at", "discharged_at", "matures_at", "evidence", "simulated", "fingerprint", "at" ON "labels" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER training_snapshots_immutable BEFORE UPDATE OR DELETE ON "training_snapshots" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER training_snapshot_parts_immutable BEFORE DELETE OR UPDATE OF "snapshot_id", "part" ON "training_snapshot_parts" FOR EACH ROW EXECUTE FUNCTION refuse_change();
