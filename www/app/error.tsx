"use client";

/** Something in the page itself broke. The lesson's words are on the server; the board begins anew. */
export default function Broken({ reset }: { reset: () => void }) {
  return (
    <main className="broken">
      <p lang="en">Something in this page broke. Press the button to begin with an empty board.</p>
      <p lang="hi">इस पेज में कुछ टूट गया। ख़ाली बोर्ड से शुरू करने के लिए बटन दबाएँ।</p>
      <button type="button" className="primary" onClick={reset}>
        Begin again · फिर शुरू करें
      </button>
    </main>
  );
}
