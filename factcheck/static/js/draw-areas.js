/**
 * Areas of a picture drawn with mouse, finger or keys; what is drawn stands in the form's own field, one
 * area a line, and what is typed there is drawn. Without this script the field alone does it.
 * Keys, on the picture: n begins an area, arrows move it, with Shift they size it, Delete drops it, and
 * comma and full stop choose the one before or after.
 */

function set(made, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  return made;
}

function clamp(value, low, high) {
  return Math.min(Math.max(Math.round(value), low), high);
}

class Drawing {
  constructor(figure, form) {
    this.width = Number(figure.dataset.width);
    this.height = Number(figure.dataset.height);
    this.field = form.elements.areas;
    this.form = form;
    this.chosen = -1;
    const image = figure.querySelector("img");
    image.draggable = false;
    this.svg = set(figure.querySelector("template").content.querySelector("svg"), {
      viewBox: `0 0 ${this.width} ${this.height}`,
      preserveAspectRatio: "none",
      tabindex: "0",
      role: "application",
      "aria-label": "Areas on the picture. n begins one, arrows move it, Shift and arrows size it, Delete drops it.",
    });
    const stage = document.createElement("div");
    stage.className = "draw__stage";
    image.replaceWith(stage);
    stage.append(image, this.svg);
    this.voice = document.createElement("p");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    stage.after(this.voice);
    figure.querySelector("[data-draw-hint]").hidden = false;
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    this.svg.addEventListener("pointerup", () => this.end());
    this.svg.addEventListener("pointercancel", () => this.end());
    this.svg.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("input", () => this.read());
    form.addEventListener("change", () => this.draw());
    this.read();
  }

  get isCrop() {
    return this.form.elements.kind.value === "crop";
  }

  /** What stands in the field; a line that is no area is left to the server's sentence. */
  read() {
    this.areas = this.field.value
      .split("\n")
      .map((line) => line.trim().split(/[\s,;:x×]+/i).map(Number))
      .filter((numbers) => numbers.length === 4 && numbers.every(Number.isInteger) && numbers[2] > 0 && numbers[3] > 0);
    this.draw();
  }

  write() {
    this.field.value = this.areas.map((area) => area.join(", ")).join("\n");
    this.draw();
  }

  draw() {
    const marks = this.areas.map(([x, y, width, height], number) => {
      const looks = ["draw__area", this.isCrop ? "draw__area--crop" : "", number === this.chosen ? "draw__area--chosen" : ""];
      const area = document.createElementNS(this.svg.namespaceURI, "rect");
      return set(area, { x, y, width, height, class: looks.filter(Boolean).join(" ") });
    });
    this.svg.replaceChildren(...marks);
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    return [
      clamp(((event.clientX - box.left) / box.width) * this.width, 0, this.width),
      clamp(((event.clientY - box.top) / box.height) * this.height, 0, this.height),
    ];
  }

  add(area) {
    this.areas = this.isCrop ? [area] : [...this.areas, area];
    this.chosen = this.areas.length - 1;
  }

  begin(event) {
    if (event.button === 0) {
      this.from = this.at(event);
      this.before = this.areas;
      this.svg.setPointerCapture(event.pointerId);
    }
  }

  drag(event) {
    if (!this.from) {
      return;
    }
    const [x, y] = this.from;
    const [toX, toY] = this.at(event);
    const area = [Math.min(x, toX), Math.min(y, toY), Math.abs(toX - x), Math.abs(toY - y)];
    this.areas = this.before;
    if (area[2] > 0 && area[3] > 0) {
      this.add(area);
    }
    this.write();
  }

  end() {
    this.from = null;
    this.tell();
  }

  tell() {
    const area = this.areas[this.chosen];
    this.voice.textContent = area
      ? `Area ${this.chosen + 1} of ${this.areas.length}: ${area[2]} by ${area[3]} pixels, ${area[0]} from the left, ${area[1]} from the top.`
      : `${this.areas.length} areas.`;
  }

  press(event) {
    const step = Math.max(1, Math.round(Math.max(this.width, this.height) / 100));
    const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const area = this.areas[this.chosen];
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === "n") {
      this.add([this.width >> 2, this.height >> 2, Math.max(1, this.width >> 2), Math.max(1, this.height >> 2)]);
    } else if ((event.key === "," || event.key === ".") && this.areas.length > 0) {
      this.chosen = (this.chosen + (event.key === "." ? 1 : -1) + this.areas.length) % this.areas.length;
    } else if (event.key === "Delete" && area) {
      this.areas = this.areas.filter((_, number) => number !== this.chosen);
      this.chosen = this.areas.length - 1;
    } else if (event.key in ways && area) {
      const [across, down] = ways[event.key];
      const [x, y, width, height] = area;
      this.areas[this.chosen] = event.shiftKey
        ? [x, y, clamp(width + across, 1, this.width - x), clamp(height + down, 1, this.height - y)]
        : [clamp(x + across, 0, this.width - width), clamp(y + down, 0, this.height - height), width, height];
    } else {
      return;
    }
    event.preventDefault();
    this.write();
    this.tell();
  }
}

const figure = document.querySelector("[data-draw]");
const form = document.querySelector("form[data-areas]");
if (figure && form) {
  new Drawing(figure, form);
}
