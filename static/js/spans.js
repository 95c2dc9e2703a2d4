// Lengths of time as people say them here: "12 min", "5 h 59 min", "5시간 59분". Never rounded up, never "a few".
const WORDS = { en: [" d", " h", " min"], ko: ["일", "시간", "분"] };

export function span(milliseconds) {
  const [d, h, min] = WORDS[document.documentElement.lang] ?? WORDS.en;
  const minutes = Math.floor(Math.max(milliseconds, 0) / 60000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days) return `${days}${d} ${hours % 24}${h}`;
  if (hours) return `${hours}${h} ${minutes % 60}${min}`;
  return `${minutes}${min}`;
}

export const two = (value) => String(value).padStart(2, "0");
