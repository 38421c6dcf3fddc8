// The demo's page: the stand-in workspace's state as Slack's client shows it, and what a person does there.
"use strict";

let state = null, examples = [], commands = [], editing = null, view = null, pressedLast = "", shown = "", asked = 0, newest = 0;
// Where the person is: who, in which channel, which thread is open, what stands beside it, which tab. In the address, too.
const here = { you: sessionStorage.getItem("you") ?? "U0YOU", channel: "C0SUPPORT", open: "", beside: "", tab: "messages" };
const isNarrow = matchMedia("(max-width: 1099px)"), isTouch = matchMedia("(pointer: coarse)");

// ---- where one is: Back of the browser and of a phone works --------------------------------------------------------

const address = () => "#" + [here.channel, here.tab === "home" ? "home" : here.open, here.beside].join("/").replace(/\/+$/, "");

function fromAddress() {
  const [channel, second = "", beside = ""] = location.hash.slice(1).split("/");
  if (!channel) return Object.assign(here, { open: "", beside: "", tab: "messages" });
  Object.assign(here, { channel, open: second === "home" ? "" : second, beside, tab: second === "home" ? "home" : "messages" });
}

function move(to) {
  Object.assign(here, to);
  if (address() !== location.hash) history.pushState(null, "", address());
  foldSide(false);
  draw();
}

function go(channel) {
  move({ channel, open: "", beside: "", tab: "messages" });
  toLast($("#messages"));
  if (channel.startsWith("D")) post("home", {});
}

function show(ts) {
  move({ open: ts });
  toLast($("#replies"));
  $("#replies").focus({ preventScroll: true });
}

function shut() {
  const was = here.open;
  move({ open: "", beside: "" });
  focusOn(`${was}/replies`);
}

// ---- messages ----------------------------------------------------------------------------------------------------

const nameOf = (user) => state.users[user] ?? user;
const time = (ts) => new Date(Number(ts) * 1000);
const thread = (ts) => state.messages[here.channel].filter((message) => (message.ts === ts && !message.is_ephemeral) || message.thread_ts === ts);

function article(message, inThread) {
  const node = $("#message").content.cloneNode(true).firstElementChild;
  const isApp = message.user === state.bot, name = nameOf(message.user);
  const isEdited = editing?.ts === message.ts && editing.inThread === inThread;
  node.classList.toggle("from-app", isApp);
  node.classList.toggle("private", Boolean(message.is_ephemeral));
  node.setAttribute("aria-label", `${name}, ${time(message.ts).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}${message.is_ephemeral ? ", only visible to you" : ""}`);
  $(".avatar", node).textContent = isApp ? "401" : name[0].toUpperCase();
  $(".avatar", node).dataset.of = message.user;
  $(".by b", node).textContent = name;
  $("time", node).textContent = time(message.ts).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  $("time", node).dateTime = time(message.ts).toISOString();
  $(".by em", node).textContent = message.edited && !isApp ? "(edited)" : "";
  $(".content", node).append(...(isEdited ? [editor()] : [...content(message), ...(message.files ?? []).map(chip)]));
  const replies = inThread || message.thread_ts ? [] : thread(message.ts).slice(1).filter((reply) => !reply.is_ephemeral);
  const more = $("button.replies", node), status = state.status[`${here.channel}/${message.ts}`];
  more.hidden = !replies.length;
  more.dataset.key = `${message.ts}/replies`;
  more.textContent = (replies.length === 1 ? "1 reply" : `${replies.length} replies`) + (status ? ` · auth401 ${status}` : "");
  more.addEventListener("click", () => show(message.ts));
  if (!message.is_ephemeral && message.subtype !== "tombstone") node.append(tools(message, inThread));
  return node;
}

const chip = (file) => make("p", { class: "file" }, `${file.name} `, make("small", {}, `${Math.max(1, Math.round((file.size ?? 0) / 1024))} KB`));

function tools(message, inThread) {
  const isOwn = message.user === here.you;
  const edit = () => { editing = { ts: message.ts, inThread, text: state.typed[message.ts] ?? plain(message.text) }; draw(); $(".editor textarea")?.focus(); };
  const items = () => [
    inThread ? null : { label: "Reply in thread", work: () => { show(message.thread_ts ?? message.ts); $("#thread textarea").focus(); } },
    { label: "Diagnose this 401", work: () => post("shortcut", { channel: here.channel, ts: message.ts }) },
    isOwn ? { label: "Edit message", work: edit } : null,
    isOwn ? { label: "Delete message", danger: true, work: () => post("delete", { channel: here.channel, ts: message.ts }) } : null,
  ].filter(Boolean);
  const key = `${message.ts}/tools${inThread ? "/thread" : ""}`;
  const box = menuButton(make("button", { type: "button", class: "icon", "data-key": key, "aria-label": `Actions for the message of ${nameOf(message.user)}` }, "⋮"), items);
  box.classList.add("tools");
  return box;
}

function editor() {
  const box = make("textarea", { rows: Math.min(12, editing.text.split("\n").length + 1), "aria-label": "Edit the message", oninput: () => { editing.text = box.value; } });
  box.value = editing.text;
  const close = () => { const { ts, inThread } = editing; editing = null; draw(); focusOn(`${ts}/tools${inThread ? "/thread" : ""}`); };
  const save = () => { post("edit", { channel: here.channel, ts: editing.ts, text: editing.text }); close(); };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); close(); }
    if (event.key === "Enter" && !event.shiftKey && !isTouch.matches && !event.isComposing) { event.preventDefault(); save(); }
  });
  return make("div", { class: "editor" }, box, make("div", { class: "actions" },
    make("button", { type: "button", onclick: close }, "Cancel"), make("button", { type: "button", class: "primary", onclick: save }, "Save")));
}

// ---- drawing: an element is made anew only when what it shows has changed, so that focus, menus and readers keep their place

function fill(box, items) {
  const before = box.drawn ?? new Map(), last = box.lastElementChild;
  const wasAtEnd = !last || last.offsetTop - box.offsetTop - 8 <= box.scrollTop + box.clientHeight;
  const focused = document.activeElement?.dataset.key;
  box.drawn = new Map(items.map(({ key, of, node }) => {
    const told = JSON.stringify(of), kept = before.get(key);
    return [key, kept?.told === told ? kept : { told, node: node() }];
  }));
  const nodes = [...box.drawn.values()].map((one) => one.node);
  for (const child of [...box.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, index) => { if (box.children[index] !== node) box.insertBefore(node, box.children[index] ?? null); });
  if (focused && document.activeElement?.dataset.key !== focused) focusOn(focused);
  if (wasAtEnd && box.lastElementChild !== last) toLast(box);
}

// The beginning of the last message matters most: a long answer is read from its top.
function toLast(box) {
  const last = box.lastElementChild;
  box.scrollTop = last ? Math.min(box.scrollHeight, last.offsetTop - box.offsetTop - 8) : 0;
}

function focusOn(key) { if (key) $(`[data-key="${CSS.escape(key)}"]`)?.focus(); }

const item = (message, inThread) => ({
  key: message.ts,
  of: [message, here.you, editing?.ts === message.ts && editing.inThread === inThread, inThread ? 0 : thread(message.ts).length, state.status[`${here.channel}/${message.ts}`]],
  node: () => article(message, inThread),
});

function draw() {
  if (!(here.channel in state.messages)) Object.assign(here, { channel: Object.keys(state.messages)[0], open: "", beside: "", tab: "messages" });
  const isDirect = here.channel.startsWith("D"), name = state.channels[here.channel];
  $("#title").textContent = isDirect ? name : `# ${name}`;
  $("#topic").textContent = isDirect ? "Direct messages are always answered" : "auth401 is a member of this channel";
  $("#tabs").hidden = !isDirect;
  for (const tab of $("#tabs").children) tab.setAttribute("aria-pressed", String(tab.dataset.tab === here.tab));
  fill($("#channels"), Object.entries(state.channels).map(([id, title]) => ({ key: id, of: [title, id === here.channel], node: () =>
    make("button", { type: "button", "data-key": id, "aria-current": id === here.channel ? "page" : undefined, onclick: () => go(id) }, id.startsWith("D") ? `● ${title}` : `# ${title}`) })));
  const isHome = isDirect && here.tab === "home";
  const top = state.messages[here.channel].filter((message) => !message.thread_ts);
  const empty = { key: "empty", of: isDirect, node: () => make("div", { class: "empty" }, make("b", {}, "Why did the API say 401?"),
    "Paste a curl command, an error or a log here, or take one of the examples. auth401 asks the API, finds the cause and answers in the thread.",
    make("button", { type: "button", class: "start", onclick: () => foldSide(true) }, "Show the examples")) };
  const home = { key: "home", of: state.home, node: () => make("div", { class: "home content" }, state.home ? content(state.home) : make("p", {}, "…")) };
  fill($("#messages"), isHome ? [home] : top.length ? top.map((message) => item(message, false)) : [empty]);
  $("main .composer").hidden = isHome;
  const opened = here.open ? thread(here.open) : [], isOpen = opened.length > 0;
  $("#thread").hidden = !isOpen;
  document.body.classList.toggle("has-thread", isOpen);
  fill($("#replies"), opened.map((message) => item(message, true)));
  const status = isOpen ? state.status[`${here.channel}/${here.open}`] : "";
  if ($("#status").textContent !== (status ? `auth401 ${status}` : "")) $("#status").textContent = status ? `auth401 ${status}` : "";
  drawHow();
  drawView();
}

// ---- the window that the app opened, as Slack shows a modal: Esc and both buttons close it, and the focus goes back ---

function drawView() {
  const dialog = $("#view"), opened = state.view;
  if (opened?.id === view?.id) return;
  view = opened;
  if (!view) return dialog.close();
  $("#view-title").textContent = view.view.title.text;
  $("footer button", dialog).textContent = view.view.close?.text ?? "Close";
  $(".content", dialog).replaceChildren(...content(view.view));
  $("#submit").hidden = !view.view.submit;
  $("#submit").textContent = view.view.submit?.text ?? "";
  if (!dialog.open) dialog.showModal();
  $(".content", dialog).scrollTop = 0;
}

const read = (files) => Promise.all([...files].map(async (file) => ({ name: file.name, text: await file.text() })));

// Handing in: what Slack would put into the view's state. Complaints leave the window open.
async function submitView() {
  const values = {};
  for (const box of document.querySelectorAll("#view [data-block]")) {
    const files = box.files ? await read(box.files) : undefined;
    values[box.dataset.block] = { action: box.dataset.action, text: files ? undefined : box.value, files };
  }
  const answer = await post("submit", { id: view.id, values });
  for (const place of document.querySelectorAll("#view .complaint")) place.textContent = answer?.errors?.[place.dataset.of] ?? "";
  if (answer && !answer.errors) $("#view").close();
}

function closeView() {
  if (view) post("close", { id: view.id });
  focusOn(pressedLast);
}

// ---- the message box ---------------------------------------------------------------------------------------------

function composer(place, name, placeholder) {
  const form = $("#composer").content.cloneNode(true).firstElementChild;
  const box = $("textarea", form), chips = $(".chips", form), choices = $(".choices", form);
  const files = [];
  let offered = [], chosen = 0;
  form.dataset.place = place;
  box.setAttribute("aria-label", name);
  box.placeholder = placeholder;
  choices.id = `choices-${place}`;
  box.setAttribute("aria-controls", choices.id);
  $("small", form).textContent = isTouch.matches || innerWidth < 760 ? "" : "Return sends, Shift + Return: new line";

  const drawFiles = () => chips.replaceChildren(...files.map((file, index) => make("span", { class: "file" }, `${file.name} `,
    make("button", { type: "button", class: "close", "aria-label": `Take ${file.name} away`, onclick: () => { files.splice(index, 1); drawFiles(); box.focus(); } }, "✕"))));
  const take = (list) => { files.push(...list); drawFiles(); box.focus(); };

  const drawChoices = () => {
    const text = box.value;
    offered = /^\/\S*( [\w ]*)?$/.test(text) ? commands.filter((one) => one.typed.startsWith(text) && one.typed !== text)
      : /(^|\s)@\w*$/.test(text) && "@auth401".startsWith(/@\w*$/.exec(text)[0]) && !text.endsWith("@auth401") ? [{ typed: text.replace(/@\w*$/, "@auth401 "), shown: "@auth401", says: "mention the app: it always answers" }] : [];
    chosen = Math.min(chosen, Math.max(0, offered.length - 1));
    choices.hidden = !offered.length;
    choices.replaceChildren(...offered.map((one, index) => make("div", { role: "option", id: `${choices.id}-${index}`, "aria-selected": String(index === chosen), onmousedown: (event) => { event.preventDefault(); choose(index); } },
      make("b", {}, one.shown ?? one.typed), make("small", {}, one.says))));
    if (offered.length) box.setAttribute("aria-activedescendant", `${choices.id}-${chosen}`);
    else box.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => { box.value = offered[index].typed; chosen = 0; drawChoices(); };
  const send = async () => {
    const text = box.value, given = await read(files.splice(0));
    box.value = "";
    drawFiles();
    drawChoices();
    if (text.trim() || given.length) say(text, place, given);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  box.addEventListener("input", drawChoices);
  box.addEventListener("blur", () => { choices.hidden = true; });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (offered.length && !choices.hidden) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); chosen = (chosen + step + offered.length) % offered.length; drawChoices(); return; }
      if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) { event.preventDefault(); choose(chosen); return; }
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); offered = []; choices.hidden = true; return; }
    }
    if (event.key === "Enter" && !event.shiftKey && !isTouch.matches) { event.preventDefault(); send(); }
    if (event.key === "ArrowUp" && !box.value) editLast(place);
  });
  box.addEventListener("paste", (event) => { if (event.clipboardData?.files.length) { event.preventDefault(); take(event.clipboardData.files); } });
  $("input[type=file]", form).addEventListener("change", (event) => { take(event.target.files); event.target.value = ""; });
  const target = $(place === "thread" ? "#thread" : "main");
  target.append(form);
  target.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) { event.preventDefault(); form.classList.add("dropping"); } });
  target.addEventListener("dragleave", (event) => { if (!target.contains(event.relatedTarget)) form.classList.remove("dropping"); });
  target.addEventListener("drop", (event) => {
    form.classList.remove("dropping");
    if (event.dataTransfer?.files.length) { event.preventDefault(); take(event.dataTransfer.files); }
  });
}

// Up in an empty box, as in Slack: the last message that one wrote there.
function editLast(place) {
  const all = place === "thread" ? thread(here.open) : state.messages[here.channel].filter((message) => !message.thread_ts);
  const last = all.findLast((message) => message.user === here.you && message.subtype !== "tombstone");
  if (!last) return;
  editing = { ts: last.ts, inThread: place === "thread", text: state.typed[last.ts] ?? plain(last.text) };
  draw();
  $(".editor textarea")?.focus();
}

// ---- talking to the demo -----------------------------------------------------------------------------------------

async function post(name, body) {
  const answer = await fetch(`demo/${name}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: here.you, ...body }) });
  return answer.ok ? answer.json() : null;
}

async function say(text, place, files = []) {
  const command = /^\/auth401(?:\s+([\s\S]*))?$/.exec(text.trim());
  if (command && !files.length) return post("command", { channel: here.channel, text: command[1] ?? "" });
  const said = await post("say", { channel: here.channel, text, files, thread_ts: place === "thread" ? here.open : "" });
  await refresh();
  if (said && place !== "thread") show(said.ts);
}

// Answers may overtake each other: an older state never takes the place of a newer one.
async function refresh() {
  const mine = ++asked;
  const text = await (await fetch(`demo/state?as=${here.you}`)).text();
  if (mine < newest) return;
  newest = mine;
  if (text === shown) return;
  const before = state;
  shown = text;
  state = JSON.parse(text);
  draw();
  if (before?.you === state.you) tell(before);
}

// What is new from the app, for who does not see it.
function tell(before) {
  const known = new Map(Object.values(before.messages).flat().map((message) => [message.ts, message.edited?.ts]));
  const news = Object.values(state.messages).flat().filter((message) => message.user === state.bot && (!known.has(message.ts) || known.get(message.ts) !== message.edited?.ts));
  if (news.length) $("#said").textContent = `auth401: ${plain(news.at(-1).text ?? "")}`;
}

function foldSide(isOpen) {
  const wasOpen = document.body.classList.contains("side-open");
  if (!isNarrow.matches) isOpen = false;
  document.body.classList.toggle("side-open", isOpen);
  $("#fold").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) $("#side .close").focus();
  else if (wasOpen) $("#fold").focus();
}

async function be(user) {
  here.you = user;
  sessionStorage.setItem("you", user);
  $("#who select").value = user;
  Object.assign(here, { open: here.channel.startsWith("D") ? "" : here.open });
  await refresh();
}

async function start() {
  fromAddress();
  ({ examples, commands } = await (await fetch("demo/examples")).json());
  composer("channel", "Message", "Paste a curl command, an error or a log. /auth401 help works too.");
  composer("thread", "Reply", "Reply…");
  for (const [tab, name] of [["messages", "Messages"], ["home", "Home"]]) {
    $("#tabs").append(make("button", { type: "button", "data-tab": tab, onclick: () => { move({ tab, open: "", beside: "" }); if (tab === "home") post("home", {}); } }, name));
  }
  await refresh();
  $("#who select").append(...Object.entries(state.users).filter(([id]) => id !== state.bot).map(([id, name]) => make("option", { value: id }, name)));
  $("#who select").value = here.you;
  $("#who select").addEventListener("change", (event) => be(event.target.value));
  const wanted = new URLSearchParams(location.search).get("example"), found = examples.find((example) => example.id === wanted);
  const latest = state.messages[here.channel].filter((message) => message.thread_ts && !message.is_ephemeral).at(-1);
  if (latest && !here.open && !found && !isNarrow.matches) { here.open = latest.thread_ts; draw(); }
  for (const group of new Set(examples.map((example) => example.group))) {
    $("#examples").append(make("h3", {}, group), ...examples.filter((example) => example.group === group).map((example) =>
      make("button", { type: "button", "data-example": example.id, onclick: () => { go("C0SUPPORT"); say(example.paste, "channel"); } },
        example.title, make("small", {}, example.shows))));
  }
  startHow();
  const dialog = $("#view");
  dialog.addEventListener("close", closeView);
  $("#submit").addEventListener("click", submitView);
  for (const closing of dialog.querySelectorAll("button:not(#submit)")) closing.addEventListener("click", () => dialog.close());
  $("#ask").addEventListener("click", () => { foldSide(false); post("ask", {}); });
  $("#fold").addEventListener("click", () => foldSide(!document.body.classList.contains("side-open")));
  $("#side .close").addEventListener("click", () => foldSide(false));
  for (const closing of document.querySelectorAll("#thread > header :is(.back, .close)")) closing.addEventListener("click", shut);
  addEventListener("popstate", () => { fromAddress(); draw(); if (isNarrow.matches) $("#thread").hidden ? $("#fold").focus() : $("#thread .back").focus(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && document.body.classList.contains("side-open")) foldSide(false); });
  $("main").addEventListener("pointerdown", () => { if (document.body.classList.contains("side-open")) foldSide(false); });
  const changes = new EventSource("demo/changes");
  changes.onmessage = refresh;
  changes.onopen = () => { $("#gone").hidden = true; };
  changes.onerror = () => { $("#gone").hidden = false; $("#gone").textContent = "The demo does not answer. Is it still running? This page goes on as soon as it is."; };
  if (found) say(found.paste, "channel");
}

start();
