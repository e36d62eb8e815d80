// Quantities change in place; without this script the Update button does the same.
"use strict";

const form = document.getElementById("cart");

const shown = (price) => `€${price.amount}`;

function show(cart) {
  for (const line of cart.lines) {
    document.querySelector(`[data-sum-of="${line.line}"]`).textContent = shown(line.sum);
    document.getElementById(line.line).value = line.quantity;
  }
  document.getElementById("total").textContent = shown(cart.total);
  document.getElementById("cart-count").textContent = cart.pieces;
  document.getElementById("cart-news").textContent = `The total is now ${shown(cart.total)}.`;
}

async function change(field) {
  const answer = await fetch("/api/cart", {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ line: field.name, quantity: field.value }),
  });
  // The page knows how to tell a mistake, and how an emptier cart looks.
  if (!answer.ok) return form.requestSubmit(document.getElementById("update"));
  const cart = await answer.json();
  if (document.querySelectorAll("[data-sum-of]").length !== cart.lines.length) return location.reload();
  show(cart);
}

if (form) {
  form.addEventListener("change", (event) => change(event.target));
  document.getElementById("update").hidden = true;
}
