import AppLayout from "@cloudscape-design/components/app-layout";
import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import { Outlet, useNavigation } from "react-router";

import { DEFAULT_REGION, isRegion, RegionContext } from "../aws/regions";
import { useRemembered } from "../remembered";
import { ColorModeContext, useColorMode } from "./colorMode";
import { Breadcrumbs } from "./Breadcrumbs";
import { SideBar } from "./SideBar";
import { TopBar } from "./TopBar";
import { useRegionsInUse } from "./useRegionsInUse";
import "./Shell.css";

/** What is around every page. */
export function Shell() {
  const [region, setRegion] = useRemembered("region", isRegion, DEFAULT_REGION);
  const [inUse, lookAtRegions] = useRegionsInUse();
  const [mode, setMode] = useColorMode();
  const [navigationOpen, setNavigationOpen] = useState(() => window.innerWidth > 900);
  const isLoading = useNavigation().state === "loading";
  return (
    <RegionContext value={region}>
      <div id="petri-top" onPointerEnter={lookAtRegions} onFocusCapture={lookAtRegions}>
        <TopBar region={region} onRegion={setRegion} mode={mode} inUse={inUse} onMode={setMode} />
        {isLoading && (
          <div className="petri-loading" role="progressbar" aria-label="Loading the page" />
        )}
      </div>
      <AppLayout
        headerSelector="#petri-top"
        navigation={<SideBar />}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        navigationWidth={220}
        breadcrumbs={<Breadcrumbs />}
        toolsHide
        content={
          <Box padding={{ top: "xs", bottom: "xxl" }}>
            <ColorModeContext value={mode}>
              <Outlet />
            </ColorModeContext>
          </Box>
        }
        ariaLabels={{
          navigation: "Pages",
          navigationToggle: "Show the pages",
          navigationClose: "Hide the pages",
        }}
      />
    </RegionContext>
  );
}
