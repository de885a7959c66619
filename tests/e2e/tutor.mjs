// A tutor that says what a spec wants it to say, in place of server and tutor: nothing but their messages.

import { open, speak } from "./browser.mjs";

/** Opens a lesson with such a tutor: `say` sends a message, `call` a tool call, `answered` waits for its answer. */
export async function withTutor(browser, address, language) {
  const context = await browser.newContext();
  await context.route("**/api/v1/live/tickets", (route) =>
    route.fulfill({
      status: 201,
      headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" },
      json: { ticket: "t", expiresInSeconds: 60, sessionId: "s" },
    }),
  );
  const { page, errors } = await open(context, address);
  await page.getByTestId("language-select").selectOption(language);
  const received = [];
  let socket;
  const connected = new Promise((resolve) => {
    page.routeWebSocket("**/ws/live", (opened) => {
      socket = opened;
      opened.onMessage((message) => {
        if (typeof message === "string") received.push(JSON.parse(message));
      });
      opened.send(JSON.stringify({ setupComplete: { sessionId: "s" } }));
      resolve();
    });
  });
  await speak(page);
  await connected;
  await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor({ timeout: 20_000 });
  const say = (message) => socket.send(JSON.stringify(message));
  const answers = () => received.flatMap((message) => message.toolResponse?.functionResponses ?? []);
  const call = (id, name, args) => say({ toolCall: { functionCalls: [{ id, name, args }] } });
  const answered = async (id) => {
    for (let waited = 0; waited < 10_000; waited += 50) {
      const answer = answers().find((answer) => answer.id === id);
      if (answer) return answer.response;
      await page.waitForTimeout(50);
    }
    throw new Error(`tool call ${id} was never answered`);
  };
  const cut = (code) => socket.close({ code, reason: "cut by the spec" });
  return { page, errors, context, say, call, answered, cut };
}
