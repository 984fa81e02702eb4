/* Draws the API explorer from this site's schema. Swagger UI takes itself for a whole page; here it
   gives only its list of operations. Its validator is another site's, so it is off. */
"use strict";

const place = document.getElementById("explorer");

const operationsAlone = (system) => ({
  components: {
    OperationsAlone: ({ getComponent }) => {
      const draw = system.React.createElement;
      const parts = [getComponent("SvgAssets"), getComponent("errors", true), getComponent("operations", true)];
      return draw("div", { className: "swagger-ui" }, ...parts.map((part) => draw(part)));
    },
  },
});

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [operationsAlone],
  layout: "OperationsAlone",
  validatorUrl: null,
  supportedSubmitMethods: ["get"],
  syntaxHighlight: false,
});

/* What Swagger UI leaves unsaid to a screen reader: the order of headings, names of fields, and that
   long answers scroll. It draws anew all the time, so this follows each drawing. */
const rules = [
  [".opblock-tag", (part) => part.setAttribute("aria-level", "2")],
  [".opblock-body h4", (part) => part.setAttribute("aria-level", "3")],
  [".opblock-body h5", (part) => part.setAttribute("aria-level", "4")],
  ["pre", (part) => part.setAttribute("tabindex", "0")],
  [".responses-inner select", (part) => part.setAttribute("aria-label", "Media type")],
  [
    "tr[data-param-name] :is(select, input, textarea)",
    (part) => part.setAttribute("aria-label", part.closest("tr").dataset.paramName),
  ],
];

new MutationObserver(() => {
  for (const [selector, tell] of rules) place.querySelectorAll(selector).forEach(tell);
}).observe(place, { childList: true, subtree: true });
