/* How I want to be called when my sign-off is needed: by a sound, by the browser, or, as long as I ask for neither, by
   nothing but the count. Kept on this device, in a cookie, for signing out empties every other store. A call never
   says which statement, nor which room: others read over my shoulder. */
const YEAR = 31_536_000;
const secure = location.protocol === "https:" ? "; secure" : "";

export const isOn = (kind) => document.cookie.split("; ").includes(`call-${kind}=on`);

export function turn(kind, on) {
  document.cookie = `call-${kind}=${on ? "on" : ""}; path=/; max-age=${on ? YEAR : 0}; samesite=lax${secure}`;
}

/** Two short tones, made here: no file to fetch. Browsers are silent until somebody has touched the page. */
export function ring() {
  const audio = new AudioContext();
  const loud = audio.createGain();
  loud.gain.value = 0.15;
  loud.connect(audio.destination);
  for (const [pitch, from] of [[660, 0], [880, 0.18]]) {
    const tone = audio.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(loud);
    tone.start(audio.currentTime + from);
    tone.stop(audio.currentTime + from + 0.15);
  }
  setTimeout(() => audio.close(), 1000);
}

export function call() {
  const words = document.querySelector("call-switch[data-words]")?.dataset.words;
  if (!words) return; // nobody is signed in here any more
  if (isOn("sound")) ring();
  if (!isOn("notice") || Notification.permission !== "granted" || document.hasFocus()) return;
  const notice = new Notification(words, { tag: "sign-off" });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}
