(function () {
  "use strict";
  var box = document.getElementById("find");
  if (!box) { return; }
  var table = document.getElementById("caseload");
  var body = table.tBodies[0];
  var first = Number(box.getAttribute("data-first"));
  var input = box.querySelector("input");
  var button = box.querySelector("button");
  var seen = document.getElementById("seen");
  var total = body.rows.length;
  var isWhole = false;
  var texts = new Map();
  function plain(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  Array.prototype.forEach.call(body.rows, function (row) {
    texts.set(row, plain(row.cells[0].textContent + " " + row.cells[1].textContent));
  });
  function number(n) { return n.toLocaleString("en-GB"); }
  function said(words, fitting, shown) {
    var what = words.length ? "“" + input.value.trim() + "”" : "";
    var rest = shown < fitting ? "the first " + number(shown) + " of them are shown." : "";
    if (!what) {
      return (shown < total ? "The first " + number(shown) + " of " : "All ") + number(total)
        + " clients are shown.";
    }
    if (!fitting) { return "None of " + number(total) + " clients fits " + what + "."; }
    return number(fitting) + " of " + number(total) + " clients " + (fitting === 1 ? "fits " : "fit ")
      + what + (rest ? "; " + rest : ".");
  }
  function show() {
    var words = plain(input.value).split(/\s+/).filter(Boolean);
    var fitting = 0, shown = 0;
    Array.prototype.forEach.call(body.rows, function (row) {
      var fits = words.every(function (word) { return texts.get(row).indexOf(word) >= 0; });
      if (fits) { fitting += 1; }
      row.hidden = !(fits && (isWhole || fitting <= first));
      if (!row.hidden) { shown += 1; }
    });
    table.toggleAttribute("data-found", Boolean(words.length));
    seen.textContent = said(words, fitting, shown);
    button.hidden = !isWhole && shown === fitting;
    button.textContent = isWhole ? "Show the first " + number(first) : "Show all " + number(fitting);
  }
  box.hidden = false;
  input.addEventListener("input", show);
  table.addEventListener("sorted", show);
  button.addEventListener("click", function () { isWhole = !isWhole; show(); });
  show();
}());
