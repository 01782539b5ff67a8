import { expect, it } from "vitest";
import { deviceName } from "@/features/account/model";

it("names a device by what its browser says of itself", () => {
  const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
  expect(deviceName(`Mozilla/5.0 (Linux; Android 14) ${webkit} Chrome/130.0 Mobile Safari/537.36`)).toBe(
    "Chrome on Android",
  );
  expect(deviceName(`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/130.0 Safari/537.36 Edg/130.0`)).toBe(
    "Edge on Windows",
  );
  expect(deviceName(`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} Safari/604.1`)).toBe(
    "Safari on iPhone",
  );
  expect(deviceName("curl/8.5")).toBe("Some device");
  expect(deviceName(null)).toBe("Some device");
});
