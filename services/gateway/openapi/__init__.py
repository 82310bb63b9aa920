"""The API's own description: the OpenAPI document, and the page that shows it."""
