import SideNavigation from "@cloudscape-design/components/side-navigation";
import { useHref, useLocation, useNavigate } from "react-router";

import { SECTIONS } from "./sections";

export function SideBar() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const base = useHref("/").replace(/\/$/, "");
  const section = pathname.split("/")[1] ?? "";
  return (
    <SideNavigation
      header={{ href: `${base}/`, text: "Console" }}
      activeHref={`${base}/${section}`}
      onFollow={(event) => {
        if (event.detail.external) return;
        event.preventDefault();
        void navigate(event.detail.href.slice(base.length) || "/");
      }}
      items={[
        ...SECTIONS.flatMap((group) => [
          ...group.map(({ path, title }) => ({
            type: "link" as const,
            text: title,
            href: `${base}/${path}`,
          })),
          { type: "divider" as const },
        ]),
        // Pages of their own beside the console, in a tab of their own.
        { type: "link", text: "Documentation", href: `${base}/docs/`, external: true },
      ]}
    />
  );
}
