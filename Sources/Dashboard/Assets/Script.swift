/// The one script. Pages work without it: it keeps what is shown fresh, and knows the zone of the browser.
let script = #"""
    (() => {
      "use strict";
      const find = (id) => document.getElementById(id), main = find("main"), state = find("state");
      const every = 1000 * main.dataset.refresh;
      let got = Date.now(), asked = got, lost = 0, busy = false;
      const held = () => {
        const at = document.activeElement, chosen = getSelection();
        return document.hidden || (main.contains(at) && at !== main) ||
          (chosen && !chosen.isCollapsed && main.contains(chosen.anchorNode));
      };
      const span = (ms) => { const s = Math.round(ms / 1000);
        return s < 60 ? s + "s" : Math.floor(s / 60) + "m" + String(s % 60).padStart(2, "0") + "s"; };
      const say = (text) => { if (state.textContent !== text) state.textContent = text; };
      const refresh = async () => {
        busy = true; asked = Date.now();
        const limit = new AbortController(), timer = setTimeout(() => limit.abort(), 10000);
        try {
          const answer = await fetch(location.href, { headers: { "X-Phoenix-Fragment": "1" },
            redirect: "error", signal: limit.signal });
          if (answer.status === 401) { lost = -1; return; }
          if (!answer.ok) throw 0;
          const text = await answer.text();
          if (!held()) {
            const open = [...main.querySelectorAll("details[open]")].map((e) => e.id);
            main.innerHTML = text;
            open.map(find).forEach((e) => { if (e) e.open = true; });
            got = Date.now();
          }
          lost = 0;
        } catch { lost = lost || Date.now(); }
        finally { clearTimeout(timer); busy = false; }
      };
      const tick = () => {
        const age = span(Date.now() - got);
        if (lost < 0) return say("signed out: reload to sign in");
        if (lost) say("disconnected, shown as of " + age + " ago");
        else if (held()) say("paused, shown as of " + age + " ago");
        else say("updated " + age + " ago");
        if (!busy && !held() && Date.now() - asked >= every) refresh();
      };
      if (every) { tick(); setInterval(tick, 1000); document.addEventListener("visibilitychange", tick); }
      const own = find("own-zone"), zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      if (own && zone) {
        if (own.value !== zone) own.value = zone;
        own.disabled = false; own.textContent = "this browser's: " + zone;
      }
    })();
    """#
