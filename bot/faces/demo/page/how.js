// How it knows: the pane beside a thread. What it shows comes masked from the examination itself (bot/explain.py).
"use strict";

const MARKS = { pass: "✓", fail: "✕", warn: "!", error: "?" };
const shownHow = { number: 0, how: null, ts: "" };
const draft = { entry: "", text: "", saved: "", timer: 0, asked: 0 };

// The last diagnosis of any message in the open thread.
function latestHow() {
  const numbers = thread(here.open).map((message) => [state.how[`${here.channel}/${message.ts}`] ?? 0, message.ts]);
  return numbers.reduce((best, one) => (one[0] > best[0] ? one : best), [0, ""]);
}

async function drawHow() {
  const isShown = here.beside === "how" && !$("#thread").hidden;
  $("#how").hidden = !isShown;
  document.body.classList.toggle("has-how", isShown);
  $("#how-toggle").setAttribute("aria-expanded", String(isShown));
  if (!isShown) return;
  const [number, ts] = latestHow();
  if (number === shownHow.number) return;
  Object.assign(shownHow, { number, ts });
  const how = number ? await post("how", { channel: here.channel, ts }) : null;
  if (number !== shownHow.number) return;
  shownHow.how = how;
  $("#found").replaceChildren(...(how ? found(how) : [make("p", { class: "soft" }, "Nothing was examined in this thread yet.")]));
  offerEntries(how?.entries ?? []);
}

// ---- what was found ----------------------------------------------------------------------------------------------

const found = (how) => [compared(how), waterfall(how), ...how.causes.filter((cause) => cause.signs.length).map(weighed)];

function compared(how) {
  if (!how.compared.length) return make("p", { class: "soft" }, how.requests_sent ? "No request was compared." : "Nothing was sent: the text alone settles it.");
  const grade = (answer) => (/^[23]/.test(answer) ? "good" : "bad");
  return make("div", {}, make("table", { class: "compared" },
    make("caption", {}, "The same request, with"),
    make("thead", {}, make("tr", {}, how.compared.map(([name]) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, make("tr", {}, how.compared.map(([, answer]) => make("td", { class: grade(answer) }, answer))))),
    how.reading ? make("p", { class: "reading" }, `→ ${how.reading}`) : null);
}

function waterfall(how) {
  const whole = Math.max(1, ...how.checks.map((check) => check.begun_ms + check.elapsed_ms));
  const skipped = Object.entries(how.skipped);
  return make("section", {}, make("h3", {}, `${how.checks.length} checks, ${how.requests_sent} requests, ${Math.round(whole)} ms`),
    make("div", { class: "fall" }, how.checks.map((check) => checked(check, whole))),
    how.noticed.length ? make("ul", {}, how.noticed.map((words) => make("li", {}, words))) : null,
    make("details", { class: "skipped" }, make("summary", {}, `${skipped.flatMap(([, names]) => names).length} checks were not needed`),
      make("ul", {}, skipped.map(([why, names]) => make("li", {}, make("b", {}, names.join(", ")), `: ${why}`)))));
}

function checked(check, whole) {
  const bar = make("i", { class: "bar" });
  bar.style.setProperty("--from", `${(check.begun_ms / whole) * 100}%`);
  bar.style.setProperty("--wide", `${Math.max(0.7, (check.elapsed_ms / whole) * 100)}%`);
  return make("details", { class: `check ${check.status}`, open: check.asked.length > 0 },
    make("summary", {}, make("span", { class: "mark", role: "img", "aria-label": check.status }, MARKS[check.status] ?? ""), make("b", {}, check.id),
      make("span", { class: "track", "aria-hidden": "true" }, bar), make("small", {}, `${Math.round(check.elapsed_ms)} ms`)),
    make("p", { class: "soft" }, check.question), make("p", {}, check.summary), check.asked.map(asking));
}

function asking(asked) {
  const { answer } = asked;
  const how = { nothing: "without a credential", yours: "with your credential", "made-up": "with a made-up credential", corrected: "with the correction", "yours again": "with your credential, once more", "other path": "with the other path", preflight: "as a browser's preflight" }[asked.how] ?? asked.how;
  return make("div", { class: "asked" },
    make("p", {}, make("b", {}, asked.is_sent ? `Sent ${how}` : "Not sent"), asked.change ? `: ${asked.change}` : ""),
    make("pre", {}, [`${asked.method} ${asked.url}`, ...asked.headers.map(([name, value]) => `${name}: ${value}`)].join("\n")),
    make("p", {}, make("b", {}, /^\d/.test(answer.status) ? `Answered ${answer.status}` : asked.is_sent ? `No answer: ${answer.status}` : answer.status), asked.is_sent ? ` in ${Math.round(asked.elapsed_ms)} ms` : ""),
    answer.challenge.length || answer.body ? make("pre", {}, [...answer.challenge, answer.body].filter(Boolean).join("\n")) : null);
}

function weighed(cause) {
  const most = Math.max(1, ...cause.signs.map((sign) => Math.abs(sign.weight)));
  return make("section", { class: "weighed" },
    make("h3", {}, cause.title),
    make("p", { class: "soft" }, `${cause.certainty}, ${Math.min(99, Math.round(cause.confidence * 100))} % · by the words of the paste alone ${Math.round(cause.by_words * 100)} %`),
    make("ul", {}, cause.signs.map((sign) => {
      const bar = make("i", { class: `bar ${sign.weight < 0 ? "against" : ""}` });
      bar.style.setProperty("--from", "0%");
      bar.style.setProperty("--wide", `${(Math.abs(sign.weight) / most) * 100}%`);
      const place = sign.number ? `sign ${sign.number}` : sign.kind === "proof" ? "a proof" : "known words";
      return make("li", { class: sign.counts ? "" : "uncounted" },
        make("b", {}, `${sign.weight > 0 ? "+" : ""}${sign.weight.toFixed(1)}`), make("span", { class: "track", "aria-hidden": "true" }, bar),
        make("span", {}, sign.words || (sign.weight < 0 ? "speaks against it" : ""), make("small", {}, ` ${sign.kind}, ${sign.strength}, ${place}${sign.counts ? "" : "; a stronger one of its kind counts"}${sign.facts.length ? `: ${sign.facts.join(", ")}` : ""}`)));
    })));
}

// ---- the knowledge, and drafts of it -----------------------------------------------------------------------------

const entryNow = () => { const [kind, id] = draft.entry.split("/"); return { kind, id }; };

function offerEntries(entries) {
  const box = $("#entry"), names = entries.map((one) => one.join("/"));
  $("#knowledge").hidden = !names.length;
  box.replaceChildren(...names.map((name) => make("option", { value: name }, name)));
  if (!names.length) return;
  const isDirty = draft.entry && draft.text !== draft.saved && names.includes(draft.entry);
  box.value = isDirty ? draft.entry : names[0];
  if (!isDirty) showEntry(box.value);
}

async function showEntry(name) {
  draft.entry = name;
  $("#preview").replaceChildren();
  const entry = await post("entry", entryNow());
  if (draft.entry === name && entry) takeText(entry);
}

function takeText({ text, file, is_edited: isEdited }) {
  Object.assign(draft, { text, saved: text });
  $("#draft").value = text;
  $("#file").textContent = file + (isEdited ? " (yours)" : "");
  $("#revert").hidden = !isEdited;
  lint();
}

async function lint() {
  const mine = ++draft.asked;
  const answer = await post("lint", { ...entryNow(), text: draft.text });
  if (answer && mine === draft.asked) showFaults(answer.faults);
}

function showFaults(faults) {
  $("#faults").replaceChildren(...(faults.length ? faults.map((fault) => make("li", {}, make("button", { type: "button", onclick: () => toLine(fault.line) }, `Line ${fault.line}`), ` ${fault.words}`)) : [make("li", { class: "good" }, "Nothing is wrong in it.")]));
  const isBroken = faults.some((fault) => fault.is_fatal);
  $("#try").disabled = isBroken;
  $("#save").disabled = isBroken || draft.text === draft.saved;
}

function toLine(line) {
  const box = $("#draft"), lines = box.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  box.focus();
  box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  box.scrollTop = (line - 4) * parseFloat(getComputedStyle(box).lineHeight);
}

async function preview() {
  $("#preview").replaceChildren(make("p", { class: "soft" }, "Trying it on this paste…"));
  const made = await post("preview", { ...entryNow(), text: draft.text, channel: here.channel, ts: shownHow.ts });
  $("#preview").replaceChildren(...(made ? [
    make("p", { class: "soft" }, made.is_live ? "With this draft; the sample API was asked again:" : "With this draft, by the text alone (a preview asks no API but the demo's own):"),
    make("pre", {}, made.page)] : [make("p", { class: "bad" }, "That could not be tried.")]));
  $("#said").textContent = made ? `With this draft: ${made.page.split("\n")[0]}` : "That could not be tried.";
}

async function save() {
  const text = draft.text, made = await post("save", { ...entryNow(), text });
  if (!made || made.faults.length) return showFaults(made?.faults ?? []);
  draft.saved = text;
  $("#revert").hidden = false;
  $("#save").disabled = true;
  $("#preview").replaceChildren(make("p", {}, "Saved. The next diagnosis goes by it: paste again, or press ", make("b", {}, "Check again"), " in the thread."),
    make("p", { class: "soft" }, `${made.file} is there until the demo ends. To keep it, copy it into a folder that AUTH401_KNOWLEDGE names.`));
  $("#said").textContent = "Saved";
}

function startHow() {
  $("#how-toggle").addEventListener("click", () => move({ beside: here.beside === "how" ? "" : "how" }));
  for (const closing of document.querySelectorAll("#how > header :is(.back, .close)")) closing.addEventListener("click", () => { move({ beside: "" }); $("#how-toggle").focus(); });
  $("#entry").addEventListener("change", (event) => showEntry(event.target.value));
  $("#draft").addEventListener("input", (event) => { draft.text = event.target.value; clearTimeout(draft.timer); draft.timer = setTimeout(lint, 200); });
  $("#try").addEventListener("click", preview);
  $("#save").addEventListener("click", save);
  $("#revert").addEventListener("click", async () => { const entry = await post("revert", entryNow()); if (entry) takeText(entry); $("#preview").replaceChildren(); });
}
