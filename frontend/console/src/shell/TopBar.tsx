import TopNavigation from "@cloudscape-design/components/top-navigation";
import { useHref, useNavigate } from "react-router";

import { account } from "../aws/account";
import { isRegion, REGIONS } from "../aws/regions";
import type { ColorMode } from "./colorMode";

interface Props {
  region: string;
  onRegion: (region: string) => void;
  /** regions in which there is something */
  inUse: ReadonlySet<string>;
  mode: ColorMode;
  onMode: (mode: ColorMode) => void;
}

export function TopBar({ region, onRegion, inUse, mode, onMode }: Props) {
  const navigate = useNavigate();
  const other = mode === "dark" ? "light" : "dark";
  const shown = account();
  return (
    <TopNavigation
      identity={{
        href: useHref("/"),
        title: "Petri",
        logo: { src: `${import.meta.env.BASE_URL}petri.svg`, alt: "" },
        onFollow: (event) => {
          event.preventDefault();
          void navigate("/");
        },
      }}
      utilities={[
        ...(shown
          ? [
              {
                type: "button" as const,
                text: `Account ${shown}`,
                title: "Leave this account",
                href: "/_petri/?account=",
              },
            ]
          : []),
        {
          type: "button",
          text: other === "dark" ? "Dark mode" : "Light mode",
          ariaLabel: `Switch to ${other} mode`,
          onClick: () => onMode(other),
        },
        {
          type: "menu-dropdown",
          text: region,
          ariaLabel: `Region: ${region}`,
          items: REGIONS.map((id) => ({
            id,
            text: inUse.has(id) ? `${id} ●` : id,
          })),
          onItemClick: ({ detail }) => {
            if (isRegion(detail.id)) onRegion(detail.id);
          },
        },
      ]}
    />
  );
}
