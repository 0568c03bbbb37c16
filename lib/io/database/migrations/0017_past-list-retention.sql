CREATE INDEX "shown_rows_at" ON "shown_rows" USING btree ("at");
--> statement-breakpoint
CREATE FUNCTION keep_past_lists() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  expire_before timestamptz := nullif(current_setting('wardlight.lists_expire_before', true), '')::timestamptz;
BEGIN
  IF expire_before IS NULL OR OLD.at >= expire_before OR OLD.at > now() - interval '90 days' THEN
    RAISE EXCEPTION '% rows are kept', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END
$$;
--> statement-breakpoint
DROP TRIGGER list_moments_immutable ON "list_moments";
--> statement-breakpoint
CREATE TRIGGER list_moments_immutable BEFORE UPDATE ON "list_moments" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER list_moments_kept BEFORE DELETE ON "list_moments" FOR EACH ROW EXECUTE FUNCTION keep_past_lists();
--> statement-breakpoint
DROP TRIGGER shown_rows_kept ON "shown_rows";
--> statement-breakpoint
CREATE TRIGGER shown_rows_kept BEFORE DELETE ON "shown_rows" FOR EACH ROW EXECUTE FUNCTION keep_past_lists();
