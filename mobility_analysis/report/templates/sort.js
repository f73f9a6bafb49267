
(function () {
  "use strict";
  var table = document.getElementById("caseload");
  var body = table.tBodies[0];
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var original = Array.prototype.slice.call(body.rows);
  function key(row, column) { return row.cells[column].getAttribute("data-sort"); }
  function compare(a, b) {
    if (a === b) { return 0; }
    if (a === "") { return 1; }
    if (b === "") { return -1; }
    var x = Number(a), y = Number(b);
    if (!isNaN(x) && !isNaN(y)) { return x - y; }
    return a < b ? -1 : 1;
  }
  function sort(column, order) {
    heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
    table.toggleAttribute("data-sorted", Boolean(order));
    var rows = original.slice();
    if (order) {
      var sign = order === "ascending" ? 1 : -1;
      rows.sort(function (a, b) {
        var x = key(a, column), y = key(b, column);
        if (x === "" || y === "") { return compare(x, y); }
        return sign * compare(x, y);
      });
      heads[column].setAttribute("aria-sort", order);
    }
    rows.forEach(function (row) { body.appendChild(row); });
    table.dispatchEvent(new Event("sorted"));
  }
  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var now = head.getAttribute("aria-sort");
      sort(column, now === "ascending" ? "descending" : now === "descending" ? "" : "ascending");
    });
  });
}());
