CREATE TABLE "model_gates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task" text NOT NULL,
	"model_version" text NOT NULL,
	"champion_version" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by_user" text NOT NULL,
	"verdict" text NOT NULL,
	"stays" integer NOT NULL,
	"readmissions" integer NOT NULL,
	"simulated" boolean NOT NULL,
	"report" jsonb NOT NULL,
	CONSTRAINT "model_gates_verdict" CHECK ("model_gates"."verdict" in ('passes', 'fails', 'lacks-data'))
);
--> statement-breakpoint
CREATE INDEX "model_gates_version" ON "model_gates" USING btree ("task","model_version","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE TRIGGER model_gates_immutable BEFORE UPDATE OR DELETE ON "model_gates" FOR EACH ROW EXECUTE FUNCTION refuse_change();
