CREATE TABLE "model_versions" (
	"task" text NOT NULL,
	"version" text NOT NULL,
	"source" text NOT NULL,
	"sha256" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"card" text NOT NULL,
	"onnx" "bytea" NOT NULL,
	"is_explained" boolean NOT NULL,
	"snapshot_id" uuid,
	"training_run_id" uuid,
	"parent_version" text,
	"experiments" jsonb,
	"at" timestamp (3) with time zone NOT NULL,
	"by_user" text NOT NULL,
	CONSTRAINT "model_versions_task_version_pk" PRIMARY KEY("task","version"),
	CONSTRAINT "model_versions_source" CHECK ("model_versions"."source" in ('shipped', 'trained', 'registered'))
);
--> statement-breakpoint
CREATE TABLE "rollouts" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"task" text NOT NULL,
	"alias" text NOT NULL,
	"model_version" text NOT NULL,
	"ward_ids" text[],
	"share" double precision,
	"visibility" text NOT NULL,
	"why" text NOT NULL,
	"cause" text NOT NULL,
	"approval_reference" text,
	"by_user" text NOT NULL,
	"by_role" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rollouts_kind" CHECK ("rollouts"."kind" in ('start', 'end', 'ask')),
	CONSTRAINT "rollouts_alias" CHECK ("rollouts"."alias" in ('champion', 'canary', 'variant', 'shadow')),
	CONSTRAINT "rollouts_share" CHECK ("rollouts"."share" is null or ("rollouts"."alias" = 'shadow' and "rollouts"."share" > 0 and "rollouts"."share" <= 1)),
	CONSTRAINT "rollouts_hidden" CHECK (("rollouts"."alias" = 'shadow') = ("rollouts"."visibility" = 'hidden')),
	CONSTRAINT "rollouts_approved" CHECK ("rollouts"."kind" <> 'start' or "rollouts"."alias" <> 'variant' or "rollouts"."approval_reference" is not null)
);
--> statement-breakpoint
CREATE TABLE "shadow_predictions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"prediction_id" uuid NOT NULL,
	"rollout_id" uuid NOT NULL,
	"model_version" text NOT NULL,
	"probability" double precision NOT NULL,
	"tier" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shadow_predictions_probability" CHECK ("shadow_predictions"."probability" >= 0 and "shadow_predictions"."probability" <= 1)
);
--> statement-breakpoint
ALTER TABLE "predictions" ADD COLUMN "served_as" text DEFAULT 'champion' NOT NULL;--> statement-breakpoint
ALTER TABLE "predictions" ADD COLUMN "rollout_id" uuid;--> statement-breakpoint
ALTER TABLE "predictions" ADD COLUMN "instead_of" text;--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_version" FOREIGN KEY ("task","model_version") REFERENCES "public"."model_versions"("task","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_predictions" ADD CONSTRAINT "shadow_predictions_prediction_id_predictions_id_fk" FOREIGN KEY ("prediction_id") REFERENCES "public"."predictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "rollouts_id_kind" ON "rollouts" USING btree ("id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "shadow_predictions_once" ON "shadow_predictions" USING btree ("prediction_id","model_version");--> statement-breakpoint
CREATE INDEX "shadow_predictions_version" ON "shadow_predictions" USING btree ("model_version","at");--> statement-breakpoint
CREATE TRIGGER model_versions_immutable BEFORE UPDATE OR DELETE ON "model_versions" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER rollouts_immutable BEFORE UPDATE OR DELETE ON "rollouts" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER shadow_predictions_immutable BEFORE UPDATE ON "shadow_predictions" FOR EACH ROW EXECUTE FUNCTION refuse_change();
