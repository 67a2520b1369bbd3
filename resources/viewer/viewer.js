"use strict";
// The page of a design: slides, views that are moved and zoomed, layers, details of what is clicked, search.
// Everything it shows stands in this file; texts are set as text, never as HTML.

const data = JSON.parse(document.getElementById("data").textContent);
// What is empty is not written.
for (const thing of data.things) for (const name of ["facts", "neighbours", "findings"]) thing[name] ??= [];
const byId = new Map(data.things.map((thing) => [thing.id, thing]));
const stage = document.getElementById("stage");
const details = document.getElementById("details");
const hidden = new Set();
const kept = new Map();
let sheet = null; // the view in sight; null on the slides
let box = null; // what of it is in sight: x, y, width, height
let slide = 0;
let notesShown = false;
let chosen = "";

function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function button(text, act, pressed = null) {
  const element = make("button", text);
  element.type = "button";
  if (pressed !== null) element.setAttribute("aria-pressed", String(pressed));
  element.addEventListener("click", act);
  return element;
}

// A picture is packed as Base64 of a zlib stream of SVG, and unpacked when it is first looked at.
async function picture(packed) {
  if (!kept.has(packed)) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const text = await new Response(stream).text();
    const found = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    // Two pictures in one page may not give their gradients and clips the same names.
    const mark = `p${kept.size}-`;
    for (const element of found.querySelectorAll("[id]")) element.id = mark + element.id;
    for (const element of found.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        if (attribute.value.includes("#")) {
          attribute.value = attribute.value.replace(/url\(#([^)]+)\)/g, `url(#${mark}$1)`);
          if (attribute.localName === "href") attribute.value = attribute.value.replace(/^#/, `#${mark}`);
        }
      }
    }
    kept.set(packed, found);
  }
  return document.importNode(kept.get(packed), true);
}

// ---- views

async function showView(view, then = null) {
  sheet = view;
  markTabs();
  stage.className = "";
  stage.replaceChildren(make("p", "…", "muted"));
  const svg = await picture(view.picture);
  if (sheet !== view) return;
  svg.setAttribute("preserveAspectRatio", "xMidYMid meet");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${view.title} of ${data.title}`);
  const over = document.createElementNS("http://www.w3.org/2000/svg", "g");
  for (const spot of view.spots) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const [x, y, width, height] = spot.box;
    for (const [name, value] of Object.entries({ x, y, width, height, rx: 6 })) rect.setAttribute(name, value);
    rect.setAttribute("class", "spot");
    rect.dataset.id = spot.id;
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = byId.get(spot.id)?.title ?? spot.id;
    rect.append(title);
    over.append(rect);
  }
  svg.append(over);
  stage.replaceChildren(svg, zoomBar());
  box = { x: 0, y: 0, width: view.width, height: view.height };
  look();
  dim();
  mark();
  if (then) then();
}

function look() {
  stage.querySelector("svg").setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
}

function zoomBar() {
  const bar = make("div", "", "zoom");
  bar.append(
    button("−", () => zoom(1.25)),
    button("+", () => zoom(0.8)),
    button("Whole", () => { box = { x: 0, y: 0, width: sheet.width, height: sheet.height }; look(); }),
  );
  bar.children[0].setAttribute("aria-label", "Smaller");
  bar.children[1].setAttribute("aria-label", "Larger");
  return bar;
}

function pixel() {
  // Units of the picture for one pixel of the screen; the picture is fitted into the stage.
  return Math.max(box.width / stage.clientWidth, box.height / stage.clientHeight);
}

function zoom(factor, atX = stage.clientWidth / 2, atY = stage.clientHeight / 2) {
  const limit = Math.min(Math.max(factor, (sheet.width / 200) / box.width), (sheet.width * 4) / box.width);
  const unit = pixel();
  const x = box.x + box.width / 2 + (atX - stage.clientWidth / 2) * unit;
  const y = box.y + box.height / 2 + (atY - stage.clientHeight / 2) * unit;
  box = { x: x - (x - box.x) * limit, y: y - (y - box.y) * limit, width: box.width * limit, height: box.height * limit };
  look();
}

function goTo(id) {
  const spot = sheet?.spots.find((one) => one.id === id);
  if (!spot) {
    const other = data.views.find((view) => view.spots.some((one) => one.id === id));
    if (other) showView(other, () => goTo(id));
    return;
  }
  const [x, y, width, height] = spot.box;
  const shape = stage.clientWidth / Math.max(stage.clientHeight, 1);
  const high = Math.max(height * 3, (width * 3) / shape, 200);
  box = { x: x + width / 2 - (high * shape) / 2, y: y + height / 2 - high / 2, width: high * shape, height: high };
  look();
  choose(id);
}

function choose(id) {
  chosen = id;
  mark();
  tell(id);
}

function mark() {
  for (const rect of stage.querySelectorAll(".spot")) rect.classList.toggle("chosen", rect.dataset.id === chosen);
}

function dim() {
  for (const rect of stage.querySelectorAll(".spot")) {
    rect.classList.toggle("dimmed", hidden.has(byId.get(rect.dataset.id)?.layer));
  }
}

let from = null;
let moved = false;
stage.addEventListener("pointerdown", (event) => {
  if (!sheet || event.target.closest("button")) return;
  from = { x: event.clientX, y: event.clientY };
  moved = false;
});
window.addEventListener("pointermove", (event) => {
  if (!from || !sheet) return;
  if (Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y) > 4) moved = true;
  if (!moved) return;
  stage.classList.add("moving");
  const unit = pixel();
  box.x -= (event.clientX - from.x) * unit;
  box.y -= (event.clientY - from.y) * unit;
  from = { x: event.clientX, y: event.clientY };
  look();
});
window.addEventListener("pointerup", (event) => {
  if (from && !moved && sheet) choose(event.target.closest?.(".spot")?.dataset.id ?? "");
  from = null;
  stage.classList.remove("moving");
});
stage.addEventListener("wheel", (event) => {
  if (!sheet) return;
  event.preventDefault();
  const edge = stage.getBoundingClientRect();
  zoom(event.deltaY > 0 ? 1.12 : 0.89, event.clientX - edge.left, event.clientY - edge.top);
}, { passive: false });

// ---- slides

async function showSlide(number) {
  sheet = null;
  markTabs();
  slide = Math.min(Math.max(number, 0), data.slides.length - 1);
  const one = data.slides[slide];
  const svg = await picture(one.picture);
  if (sheet !== null || data.slides[slide] !== one) return;
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", one.words);
  const holder = make("div");
  holder.id = "slide";
  holder.append(svg);
  const below = make("div");
  if (notesShown) {
    const notes = make("p", one.notes || "There are no notes for this slide.");
    notes.id = "notes";
    below.append(notes);
  }
  const turn = make("div", "", "turn");
  turn.append(button("Back", () => showSlide(slide - 1)), button("Next", () => showSlide(slide + 1)));
  data.slides.forEach((each, place) => {
    const step = button(String(place + 1), () => showSlide(place), place === slide);
    step.dataset.slide = place;
    step.title = each.title;
    step.setAttribute("aria-label", `Slide ${place + 1}: ${each.title}`);
    turn.append(step);
  });
  turn.append(button("Notes", () => { notesShown = !notesShown; showSlide(slide); }, notesShown));
  below.append(turn);
  stage.className = "slides";
  stage.replaceChildren(holder, below);
}

window.addEventListener("keydown", (event) => {
  if (event.target.closest("input")) return;
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  if (sheet === null && data.slides.length && event.key in steps) {
    event.preventDefault();
    showSlide(slide + steps[event.key]);
  } else if (sheet && (event.key === "+" || event.key === "-")) zoom(event.key === "+" ? 0.8 : 1.25);
  else if (sheet && event.key === "0") { box = { x: 0, y: 0, width: sheet.width, height: sheet.height }; look(); }
  else if (sheet && event.key.startsWith("Arrow")) {
    event.preventDefault();
    const step = box.width / 10;
    box.x += { ArrowRight: step, ArrowLeft: -step }[event.key] ?? 0;
    box.y += { ArrowDown: step, ArrowUp: -step }[event.key] ?? 0;
    look();
  } else if (event.key === "/") { event.preventDefault(); document.getElementById("search").focus(); }
});

// ---- what is said of a thing

function tell(id) {
  details.replaceChildren();
  const thing = byId.get(id);
  if (!thing) {
    details.append(make("p", data.hint, "muted"));
    return;
  }
  details.append(make("h2", thing.title), make("div", `${thing.kind} · ${thing.layer_title}`, "muted"));
  const list = make("dl");
  for (const [caption, text] of thing.facts) list.append(make("dt", caption), make("dd", text));
  details.append(list);
  if (thing.findings.length) {
    details.append(make("h3", "Findings"));
    const rows = make("ul");
    for (const [severity, sentence] of thing.findings) {
      const row = make("li");
      row.append(make("span", `${severity[0].toUpperCase()}${severity.slice(1)}: `, severity), make("span", sentence));
      rows.append(row);
    }
    details.append(rows);
  }
  if (thing.neighbours.length) {
    details.append(make("h3", "Joined to"));
    const rows = make("ul");
    for (const [other, title, words] of thing.neighbours) {
      const row = make("li");
      row.append(button(title, () => goTo(other)), make("small", ` ${words}`, "muted"));
      rows.append(row);
    }
    details.append(rows);
  }
}

// ---- search, tabs and layers

const found = document.getElementById("found");
const search = document.getElementById("search");
search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.replaceChildren();
  found.hidden = !words.length;
  if (!words.length) return;
  const hits = data.things.filter((thing) => {
    const text = [thing.title, thing.id, thing.kind, thing.layer_title, ...thing.facts.map((fact) => fact[1])].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  for (const thing of hits.slice(0, 30)) {
    const row = make("li");
    const hit = button(thing.title, () => { found.hidden = true; goTo(thing.id); });
    hit.append(make("small", thing.kind));
    row.append(hit);
    found.append(row);
  }
  if (!hits.length) found.append(make("li", "Nothing is called so.", "muted"));
  if (hits.length > 30) found.append(make("li", `and ${hits.length - 30} more; say another word`, "muted"));
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") found.querySelector("button")?.click();
  if (event.key === "Escape") found.hidden = true;
});
window.addEventListener("pointerdown", (event) => { if (!event.target.closest("#seek")) found.hidden = true; });

const tabs = document.getElementById("tabs");
const layers = document.getElementById("layers");

function markTabs() {
  for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.view === (sheet?.id ?? "slides")));
  layers.hidden = sheet === null;
  details.hidden = sheet === null;
}

if (data.slides.length) {
  const tab = button("Slides", () => showSlide(slide), false);
  tab.dataset.view = "slides";
  tabs.append(tab);
}
for (const view of data.views) {
  const tab = button(view.title, () => showView(view), false);
  tab.dataset.view = view.id;
  tabs.append(tab);
}
for (const layer of data.layers) {
  const toggle = button("", () => {
    if (hidden.has(layer.id)) hidden.delete(layer.id);
    else hidden.add(layer.id);
    toggle.setAttribute("aria-pressed", String(!hidden.has(layer.id)));
    dim();
  }, true);
  const swatch = make("span", "", "swatch");
  swatch.style.background = layer.colour;
  toggle.append(swatch, make("span", layer.title));
  layers.append(toggle);
}
// An address may end in #VIEW or #VIEW/ID: #topology/leaf, #slides/3.
function follow() {
  const [name, rest] = decodeURIComponent(location.hash.slice(1)).split(/\/(.*)/s);
  const view = data.views.find((one) => one.id === name);
  if (view) showView(view, () => { if (rest) goTo(rest); });
  else if (data.slides.length) showSlide(name === "slides" ? (parseInt(rest, 10) || 1) - 1 : 0);
  else if (data.views.length) showView(data.views[0]);
  else stage.replaceChildren(make("p", "Nothing is drawn yet.", "muted"));
}
window.addEventListener("hashchange", follow);

tell("");
if (typeof DecompressionStream === "undefined") {
  stage.replaceChildren(make("p", "This browser is too old to unpack the pictures; open the page in a newer one."));
} else follow();
