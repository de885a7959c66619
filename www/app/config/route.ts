/** Where the school's server is: read when asked, so that one build serves every school. */
export const dynamic = "force-dynamic";

export function GET(): Response {
  const server = process.env.GANITA_SERVER_URL ?? "http://127.0.0.1:8080";
  return Response.json({ server }, { headers: { "Cache-Control": "no-store" } });
}
