// The demo's page: shows the stand-in workspace's state, and Block Kit as Slack does. Everything is text nodes, never HTML.
"use strict";

const $ = (selector, from = document) => from.querySelector(selector);
const EMOJI = { mag: "🔍", warning: "⚠️", white_check_mark: "✅", x: "❌", lock: "🔒", hourglass_flowing_sand: "⏳", bulb: "💡", key: "🔑", eyes: "👀", wave: "👋" };
let state = null, channel = "C0SUPPORT", open = null, shown = "", editing = null, view = null, pressed = "", menu = "", asked = 0, newest = 0;
const ticked = new Map(); // message and action of a box -> what it sends with the next press

// ---- elements ----------------------------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const emoji = (text) => text.replace(/:([a-z_]+):/g, (whole, name) => EMOJI[name] ?? whole);
const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

function anchor(url, label) {
  const isSafe = /^https?:\/\//.test(url);
  return isSafe ? make("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, label) : document.createTextNode(label);
}

// Slack's mrkdwn: fences, code, bold, italic, struck, <links>, <@people>, <#channels>, :emoji:
function mrkdwn(text) {
  const pattern = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])/g;
  const parts = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(emoji(plain(text.slice(last, match.index))));
    const [whole, pre, code, token, bold, italic, struck] = match;
    if (pre) parts.push(make("pre", {}, plain(pre.replace(/^\n/, ""))));
    else if (code) parts.push(make("code", {}, plain(code)));
    else if (token) parts.push(reference(token));
    else if (bold) parts.push(make("b", {}, mrkdwn(bold)));
    else if (italic) parts.push(make("i", {}, mrkdwn(italic)));
    else parts.push(make("s", {}, mrkdwn(struck)));
    last = match.index + whole.length;
  }
  parts.push(emoji(plain(text.slice(last))));
  return parts;
}

function reference(token) {
  const [target, label] = token.split("|", 2);
  if (target.startsWith("@")) return make("span", { class: "mention" }, "@" + (state.users[target.slice(1)] ?? target.slice(1)));
  if (target.startsWith("#")) return make("span", { class: "mention" }, "#" + (state.channels[target.slice(1)] ?? label ?? target.slice(1)));
  if (target.startsWith("!")) return make("span", { class: "mention" }, "@" + target.slice(1).split("^")[0]);
  return anchor(plain(target), plain(label ?? target));
}

const textOf = (object) => (object.type === "mrkdwn" ? mrkdwn(object.text) : [object.emoji === false ? object.text : emoji(object.text)]);

// ---- blocks ------------------------------------------------------------------------------------------------------

function leaf(element) {
  if (element.type === "link") return anchor(element.url, element.text || element.url);
  if (element.type === "user") return make("span", { class: "mention" }, "@" + (state.users[element.user_id] ?? element.user_id));
  if (element.type === "emoji") return EMOJI[element.name] ?? `:${element.name}:`;
  if (element.type === "broadcast") return make("span", { class: "mention" }, "@" + element.range);
  if (element.type === "channel") return make("span", { class: "mention" }, "#" + (state.channels[element.channel_id] ?? element.channel_id));
  if (element.type === "date") return new Date(element.timestamp * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const style = element.style ?? {};
  let node = document.createTextNode(element.text ?? "");
  if (style.code) node = make("code", {}, node);
  if (style.bold) node = make("b", {}, node);
  if (style.italic) node = make("i", {}, node);
  if (style.strike) node = make("s", {}, node);
  return node;
}

function rich(element) {
  const leaves = () => element.elements.map(leaf);
  if (element.type === "rich_text_preformatted") return make("pre", {}, leaves());
  if (element.type === "rich_text_quote") return make("blockquote", {}, leaves());
  if (element.type === "rich_text_list") {
    const items = element.elements.map((item) => make("li", {}, item.elements.map(leaf)));
    const list = make(element.style === "ordered" ? "ol" : "ul", { start: element.offset ? element.offset + 1 : undefined }, items);
    if (element.indent) list.style.marginLeft = `${element.indent * 24}px`;
    return list;
  }
  return make("p", {}, leaves());
}

function button(element, message) {
  const key = `${message.ts}/${element.action_id}`;
  const press = () => { pressed = key; post("press", { channel, home: message.type === "home", ts: message.ts, action: { action_id: element.action_id, value: element.value, block_id: element.block_id }, state: stateOf(message) }); };
  if (element.url) return make("button", { type: "button", class: element.style, onclick: () => window.open(element.url, "_blank", "noopener") }, textOf(element.text));
  return make("button", { type: "button", class: element.style, "data-key": key, onclick: press }, textOf(element.text));
}

// A box below an answer: like Slack's it sends nothing of its own that matters, and stands in the state of the next press.
function box(element, message) {
  const key = `${message.ts}/${element.action_id}`, option = element.options[0];
  const tick = (event) => { event.target.checked ? ticked.set(key, { [element.action_id]: { type: "checkboxes", selected_options: [option] } }) : ticked.delete(key); };
  return make("label", {}, make("input", { type: "checkbox", "data-key": key, checked: ticked.has(key) && "", onchange: tick }), " ", textOf(option.text));
}

const stateOf = (message) => ({ values: Object.fromEntries([...ticked].filter(([key]) => key.startsWith(`${message.ts}/`))) });

// A field of a window: what is typed or chosen is read when the window is handed in.
function field(block) {
  const { element, label, block_id } = block, id = `field-${block_id}`;
  const asked = element.placeholder ? plain(element.placeholder.text) : undefined;
  const box = element.type === "file_input"
    ? make("input", { id, type: "file", multiple: "", "data-block": block_id, "data-action": element.action_id, accept: element.filetypes?.map((kind) => `.${kind}`).join(",") })
    : make("textarea", { id, rows: 7, placeholder: asked, "data-block": block_id, "data-action": element.action_id });
  return [make("label", { for: id }, label.text, block.optional ? make("small", {}, " (optional)") : ""), box, make("p", { class: "complaint", "data-of": block_id, role: "alert" })];
}

// An overflow menu, as a list that opens at its button; choosing, Esc and the button itself close it.
function overflow(element, message) {
  const key = `${message.ts}/${element.action_id}`, isOpen = menu === key;
  const close = () => { menu = ""; draw(); focusOn(key); };
  const send = (option) => { pressed = key; close(); post("press", { channel, ts: message.ts, action: { type: "overflow", action_id: element.action_id, block_id: element.block_id, selected_option: option }, state: stateOf(message) }); };
  const items = element.options.map((option, index) => make("button", { type: "button", role: "menuitem", "data-key": `${key}/${index}`, onclick: () => send(option) }, textOf(option.text)));
  const list = make("div", { class: "menu", role: "menu", onkeydown: (event) => { if (event.key === "Escape") close(); } }, items);
  const toggle = () => { if (isOpen) return close(); menu = key; draw(); focusOn(`${key}/0`); };
  const more = make("button", { type: "button", "data-key": key, "aria-haspopup": "menu", "aria-expanded": String(isOpen), "aria-label": "More actions", onclick: toggle }, "⋯");
  return make("div", { class: "overflow" }, more, isOpen ? list : null);
}

const ELEMENTS = { button, overflow };

const BLOCKS = {
  input: field,
  header: (block) => [make("h3", {}, textOf(block.text))],
  divider: () => [make("hr")],
  section: (block, message) => [
    block.text ? make("p", {}, textOf(block.text)) : null,
    block.fields ? make("div", { class: "fields" }, block.fields.map((field) => make("p", {}, textOf(field)))) : null,
    block.accessory?.type === "button" ? make("div", { class: "actions" }, button(block.accessory, message)) : null,
    block.accessory?.type === "checkboxes" ? box(block.accessory, message) : null,
  ],
  context: (block) => [make("div", { class: "context" }, block.elements.filter((item) => item.text).map((item) => make("p", {}, textOf(item))))],
  actions: (block, message) => [make("div", { class: "actions" }, block.elements.filter((item) => item.type in ELEMENTS).map((item) => ELEMENTS[item.type]({ ...item, block_id: block.block_id }, message)))],
  rich_text: (block) => block.elements.map(rich),
  markdown: (block) => [make("p", {}, mrkdwn(block.text))],
  table: (block) => [make("table", {}, block.rows.map((row) => make("tr", {}, row.map((cell) => make("td", {}, cell.elements ? cell.elements.map(rich) : cell.text ?? "")))))],
};

function content(message) {
  const blocks = message.blocks ?? [];
  if (!blocks.length) return [make("p", {}, mrkdwn(message.text ?? ""))];
  return blocks.flatMap((block) => (BLOCKS[block.type] ?? (() => [make("p", {}, `[${block.type}]`)]))(block, message));
}

// ---- messages ----------------------------------------------------------------------------------------------------

function article(message, inThread) {
  const node = $("#message").content.cloneNode(true).firstElementChild;
  const isApp = message.user === state.bot;
  node.classList.toggle("from-app", isApp);
  node.classList.toggle("private", Boolean(message.is_ephemeral));
  $(".avatar", node).textContent = isApp ? "401" : "Y";
  $(".by b", node).textContent = state.users[message.user] ?? message.user;
  $("time", node).textContent = new Date(Number(message.ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  $(".by em", node).textContent = message.edited && !isApp ? "(edited)" : "";
  $(".content", node).append(...(editing?.ts === message.ts && editing.inThread === inThread ? [editor()] : content(message).filter(Boolean)));
  const replies = inThread || message.thread_ts ? [] : thread(message.ts).slice(1).filter((reply) => !reply.is_ephemeral);
  const more = $("button.replies", node);
  more.hidden = !replies.length;
  more.textContent = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  more.addEventListener("click", () => show(message.ts));
  if (!message.is_ephemeral) $(".tools", node).append(...tools(message, isApp, inThread));
  return node;
}

function tools(message, isApp, inThread) {
  const tool = (label, work) => make("button", { type: "button", onclick: work }, label);
  const edit = () => { editing = { ts: message.ts, inThread, text: state.typed[message.ts] ?? plain(message.text) }; draw(); };
  return [
    inThread ? null : tool("Reply in thread", () => show(message.ts)),
    isApp ? null : tool("Edit", edit),
    tool("Diagnose this 401", () => post("shortcut", { channel, ts: message.ts })),
  ].filter(Boolean);
}

function editor() {
  const box = make("textarea", { rows: Math.min(12, editing.text.split("\n").length + 1), "aria-label": "Edit the message", oninput: () => { editing.text = box.value; } });
  box.value = editing.text;
  const close = () => { editing = null; draw(); };
  const save = () => { post("edit", { channel, ts: editing.ts, text: editing.text }); close(); };
  return make("div", { class: "editor" }, box, make("div", { class: "actions" },
    make("button", { type: "button", onclick: close }, "Cancel"), make("button", { type: "button", class: "primary", onclick: save }, "Save")));
}

const thread = (ts) => state.messages[channel].filter((message) => (message.ts === ts && !message.is_ephemeral) || message.thread_ts === ts);

function fill(box, nodes) {
  const last = box.lastElementChild;
  const wasAtEnd = !last || last.offsetTop - box.offsetTop - 8 <= box.scrollTop + box.clientHeight;
  box.replaceChildren(...nodes);
  if (wasAtEnd) toLast(box);
}

// The beginning of the last message matters most: a long answer is read from its top.
function toLast(box) {
  const last = box.lastElementChild;
  box.scrollTop = last ? Math.min(box.scrollHeight, last.offsetTop - box.offsetTop - 8) : 0;
}

// Drawing makes every element anew: a button that had the focus has it again.
function focusOn(key) { if (key) $(`[data-key="${CSS.escape(key)}"]`)?.focus(); }

// The window that the app opened, as Slack shows a modal: Esc and both buttons close it, and the focus goes back.
function drawView() {
  const dialog = $("#view"), opened = state.view;
  if (opened?.id === view?.id) return;
  view = opened;
  if (!view) return dialog.close();
  $("#view-title").textContent = view.view.title.text;
  $("footer button", dialog).textContent = view.view.close?.text ?? "Close";
  $(".content", dialog).replaceChildren(...content(view.view).filter(Boolean));
  $("#submit").hidden = !view.view.submit;
  $("#submit").textContent = view.view.submit?.text ?? "";
  if (!dialog.open) dialog.showModal();
  $(".content", dialog).scrollTop = 0;
}

// Handing in: what Slack would put into the view's state. Complaints leave the window open.
async function submitView() {
  const values = {};
  for (const box of document.querySelectorAll("#view [data-block]")) {
    const files = await Promise.all([...(box.files ?? [])].map(async (file) => ({ name: file.name, text: await file.text() })));
    values[box.dataset.block] = { action: box.dataset.action, text: box.files ? undefined : box.value, files: box.files ? files : undefined };
  }
  const answer = await post("submit", { id: view.id, values });
  for (const place of document.querySelectorAll("#view .complaint")) place.textContent = answer?.errors?.[place.dataset.of] ?? "";
  if (answer && !answer.errors) $("#view").close();
}

function closeView() {
  if (view) post("close", { id: view.id });
  focusOn(pressed);
}

function draw() {
  const focused = document.activeElement?.dataset.key;
  const isDirect = channel.startsWith("D");
  const name = state.channels[channel];
  $("#title").textContent = isDirect ? name : `# ${name}`;
  $("#topic").textContent = isDirect ? "Direct messages are always answered" : "auth401 is a member of this channel";
  $("#channels").replaceChildren(...Object.entries(state.channels).map(([id, title]) =>
    make("button", { type: "button", "aria-current": id === channel ? "true" : undefined, onclick: () => go(id) }, id.startsWith("D") ? `● ${title}` : `# ${title}`)));
  const top = state.messages[channel].filter((message) => !message.thread_ts);
  const home = isDirect && state.home ? make("div", { class: "home content" }, content(state.home).filter(Boolean)) : null;
  const empty = make("div", { class: "empty" }, make("b", {}, "Why did the API say 401?"), "Paste a curl command, an error or a log here, or take one of the examples on the left. auth401 asks the API, finds the cause and answers in the thread.");
  const shownMessages = top.map((message) => article(message, false));
  fill($("#messages"), home ? [home, ...shownMessages] : shownMessages.length ? shownMessages : [empty]);
  const opened = open ? thread(open) : [];
  $("#thread").hidden = !opened.length;
  document.body.classList.toggle("alone", !opened.length);
  fill($("#replies"), opened.map((message) => article(message, true)));
  focusOn(focused);
  drawView();
}

function go(id) { channel = id; open = null; draw(); if (id.startsWith("D")) post("home", {}); }
function show(ts) { open = ts; draw(); toLast($("#replies")); }

// ---- talking to the demo -----------------------------------------------------------------------------------------

async function post(name, body) {
  const answer = await fetch(`demo/${name}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return answer.ok ? answer.json() : null;
}

async function say(text, place) {
  const command = /^\/auth401(?:\s+([\s\S]*))?$/.exec(text.trim());
  if (command) return post("command", { channel, text: command[1] ?? "" });
  const said = await post("say", { channel, text, thread_ts: place === "thread" ? open : "" });
  if (said && place !== "thread") open = said.ts;
  return refresh();
}

// Answers may overtake each other: an older state never takes the place of a newer one.
async function refresh() {
  const mine = ++asked;
  const text = await (await fetch("demo/state")).text();
  if (mine < newest) return;
  newest = mine;
  if (text === shown || (editing && document.activeElement?.closest(".editor"))) return;
  shown = text;
  state = JSON.parse(text);
  draw();
}

async function start() {
  await refresh();
  const latest = state.messages[channel].filter((message) => message.thread_ts && !message.is_ephemeral).at(-1);
  if (latest) show(latest.thread_ts);
  const examples = await (await fetch("demo/examples")).json();
  $("#examples").append(...examples.map((example) =>
    make("button", { type: "button", onclick: () => say(example.paste, "channel") }, example.title)));
  for (const form of document.querySelectorAll("form.composer")) {
    const box = $("textarea", form);
    const send = () => { const text = box.value; box.value = ""; if (text.trim()) say(text, form.dataset.place); };
    form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    });
  }
  const dialog = $("#view");
  dialog.addEventListener("close", closeView);
  $("#submit").addEventListener("click", submitView);
  $("#ask").addEventListener("click", () => post("ask", {}));
  for (const closing of dialog.querySelectorAll("button:not(#submit)")) closing.addEventListener("click", () => dialog.close());
  $("#close").addEventListener("click", () => { open = null; draw(); });
  new EventSource("demo/changes").onmessage = refresh;
  const wanted = new URLSearchParams(location.search).get("example");
  const found = examples.find((example) => example.id === wanted);
  if (found) say(found.paste, "channel");
}

start();
