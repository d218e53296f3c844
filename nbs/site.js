// What the site does beyond its builder: tables that say where they go on, and sort; the sidebar at the current page; search by words.
(() => {
  "use strict";
  const all = (what, root = document) => [...root.querySelectorAll(what)];

  // ---- a table wider than its column says so, and scrolls in itself, by mouse, finger and arrow keys
  const boxed = (table) => {
    const box = table.closest(".sd-table, .table-box");
    if (box) return box;
    const own = document.createElement("div");
    own.className = "table-box";
    table.before(own);
    own.append(table);
    return own;
  };
  const watch = (box) => {
    const sign = document.createElement("p");
    sign.className = "table-sign";
    sign.textContent = "This table is wider than the page: scroll it sideways \u2192";
    box.before(sign);
    const look = () => {
      const wide = box.scrollWidth > box.clientWidth + 1;
      sign.hidden = !wide;
      box.classList.toggle("wide", wide);
      box.classList.toggle("more-right", wide && box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
      box.classList.toggle("more-left", wide && box.scrollLeft > 1);
      if (wide) { box.tabIndex = 0; box.setAttribute("role", "region"); box.setAttribute("aria-label", "table, scrolls sideways"); }
      else { box.removeAttribute("tabindex"); box.removeAttribute("role"); box.removeAttribute("aria-label"); }
    };
    box.addEventListener("scroll", look, { passive: true });
    const sizes = new ResizeObserver(look);
    [box, ...box.children].forEach((part) => sizes.observe(part));
    look();
  };
  new Set(all("main table").map(boxed)).forEach(watch);

  // ---- a generated table sorts by a click on a head, or Enter; a second time the other way round
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = text.replace(/[\u2212]/g, "-").match(/^[+-]?[\d,]*\.?\d+(e[+-]?\d+)?/i);
    return { text, number: number ? parseFloat(number[0].replace(/,/g, "")) : NaN };
  };
  const order = (x, y, way) => {
    const empty = (v) => v.text === "" || v.text === "-";
    if (empty(x) || empty(y)) return empty(x) - empty(y);   // what is not known comes last, both ways
    const both = !isNaN(x.number) && !isNaN(y.number);
    return way * (both ? x.number - y.number : x.text.localeCompare(y.text, "en", { numeric: true }));
  };
  const sortable = (table) => {
    const heads = all("thead th", table), body = table.tBodies[0];
    heads.forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
        const rows = [...body.rows].map((row) => [value(row, column), row]);
        body.append(...rows.sort(([x], [y]) => order(x, y, way)).map(([, row]) => row));
      });
    });
  };
  all("main .cell-output-markdown table").filter((t) => t.tHead && t.tBodies[0]?.rows.length > 2).forEach(sortable);

  // ---- the sidebar shows the current page
  const sidebar = document.querySelector("#quarto-sidebar"), here = sidebar?.querySelector(".sidebar-link.active");
  if (here) {
    here.setAttribute("aria-current", "page");
    const from = here.getBoundingClientRect(), to = sidebar.getBoundingClientRect();
    sidebar.scrollTop += from.top - to.top - to.height / 2;
  }

  // ---- search: entries that have all words, the best place of each word counted; else the builder's own, which forgives slips
  const Fuzzy = window.Fuse;
  if (!Fuzzy || !document.querySelector(".smalldocs-search")) return;
  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}_.'-]*[\p{L}\p{N}_]/gu) || [];
  window.Fuse = class extends Fuzzy {
    constructor(entries, ...rest) {
      super(entries, ...rest);
      this.known = entries.map((item) => ({ item, head: words(item.section || item.title), title: words(item.title), text: words(item.text) }));
    }
    search(query, { limit = 20 } = {}) {
      const asked = words(query), whole = asked.join(" ");
      const place = (entry, word) => {
        const starts = (list) => list.some((w) => w.startsWith(word));
        if (entry.head.includes(word)) return 8;
        if (entry.title.includes(word)) return 5;
        if (starts(entry.head)) return 4;
        if (starts(entry.title) || entry.text.includes(word)) return 2;
        return starts(entry.text) ? 1 : 0;
      };
      const score = (entry) => {
        const places = asked.map((word) => place(entry, word));
        if (places.includes(0)) return 0;
        const sum = places.reduce((a, b) => a + b, 0) / places.length;
        const exact = entry.head.join(" ") === whole ? 20 : 0;
        const phrase = asked.length > 1 && entry.text.join(" ").includes(whole) ? 4 : 0;
        return sum + exact + phrase + 1 / (10 + entry.text.length);   // of equals the shorter one
      };
      const hits = this.known.map((entry) => ({ item: entry.item, score: score(entry) })).filter((hit) => hit.score);
      return hits.length ? hits.sort((a, b) => b.score - a.score).slice(0, limit) : super.search(query, { limit });
    }
  };
})();
