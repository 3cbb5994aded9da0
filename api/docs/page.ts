/** The viewer comes from this machine: the page needs no other host. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Avalanche API</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="docs"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

/** From the page's origin, as a browser fetches nothing by an address that holds a password: `http://x:TOKEN@host/docs`. */
export const START_SCRIPT = `SwaggerUIBundle({ url: location.origin + "/api/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });
`;
