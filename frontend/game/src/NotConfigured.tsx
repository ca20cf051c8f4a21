import crown from "./viruses/crown.svg";
import "./NotConfigured.css";

/** Shown instead of the game while the addresses of the backend are unknown. */
export function NotConfigured() {
  return (
    <main className="not-configured">
      <img src={crown} alt="" />
      <h1>Welcome to Covid-Clicker</h1>
      <p>
        The game does not know where its backend is: run <code>make up</code> in the project’s
        folder, then reload this page.
      </p>
    </main>
  );
}
