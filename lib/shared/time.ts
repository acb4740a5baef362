/** A time within a sentence, for readers in every zone: `2026-11-21 19:00:00 UTC`. */
export const timeInText = (time: Date): string => `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
