/** What somebody did with a patient, by verb, in words; others go by their verb. */
const WORDS: Readonly<Record<string, string>> = {
  "read-stay": "opened the page",
  "flag-prediction": "flagged the score",
  "withdraw-flag": "withdrew a flag",
  "note-intervention": "noted what was done",
  "withdraw-intervention": "withdrew a note",
  "respond-to-prediction": "answered the score",
  "withdraw-response": "withdrew an answer",
};

export const verbWords = (verb: string): string => WORDS[verb] ?? verb;
