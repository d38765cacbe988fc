// Acts on their way to the server: one after the other, each until it was answered, also over a broken line and a
// closed tab. What waits is kept in the browser as ids and offsets; an act with words in it (a memo) is not.

const RETRY = 3000;

/** The list that the browser keeps under a name; an empty one where there is none that can be read. */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

export class Queue {
  /**
   * `address` takes the acts; `name` is where they are kept; `since()` is the version the page stands at; `ready(act)`
   * gives the act as it is sent, or null where there is nothing to do any more; `answered(act, status, answer)` hears
   * each answer, and `changed(state)` "saved", "saving", "offline" or "closed".
   */
  constructor({ address, token, name, since, ready, answered, changed }) {
    Object.assign(this, { address, token, name, since, ready, answered, changed });
    this.waiting = kept(name);
    this.busy = false;
    addEventListener("online", () => this.send());
  }

  keep() {
    const acts = this.waiting.filter((act) => !("text" in act) && !("name" in act));
    if (acts.length) localStorage.setItem(this.name, JSON.stringify(acts));
    else localStorage.removeItem(this.name);
  }

  add(act) {
    this.waiting.push({ ...act, client: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` });
    this.keep();
    this.send();
  }

  async send() {
    if (this.busy || !this.waiting.length) return;
    this.busy = true;
    this.changed("saving");
    while (this.waiting.length) {
      const act = this.waiting[0];
      const sent = this.ready(act);
      let answer = null;
      if (sent && (answer = await this.ask({ ...sent, since: this.since() })) === null) {
        this.busy = false;
        this.changed("offline");
        setTimeout(() => this.send(), RETRY);
        return;
      }
      this.waiting.shift();
      this.keep();
      this.answered(act, answer?.status ?? 200, answer?.body ?? {});
      if (answer?.body.closed) return this.close();
    }
    this.busy = false;
    this.changed("saved");
  }

  close() {
    this.waiting = [];
    this.keep();
    this.changed("closed");
  }

  /** The server's answer, or null where the line or the server fails and the act has to be sent again. */
  async ask(sent) {
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(sent),
        redirect: "error",
      });
      if (response.status >= 500) return null;
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      return { status: response.status, body: isJson ? await response.json() : {} };
    } catch {
      return null;
    }
  }
}
